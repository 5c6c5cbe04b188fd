/** How many letters must be added, removed, replaced or swapped with their neighbour to make one text of another. */
export function editDistance(a: string, b: string): number {
  let older: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const at = (line: readonly number[], index: number) => line[index] ?? Infinity;
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          at(previous, j) + 1,
          at(row, j - 1) + 1,
          at(previous, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
          isSwap ? at(older, j - 2) + 1 : Infinity,
        ),
      );
    }
    older = previous;
    previous = row;
  }
  return previous[b.length] ?? Infinity;
}
