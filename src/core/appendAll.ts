/** Appends any number of items: `push(...items)` overflows the stack from some hundred thousand on. */
export function appendAll<T>(target: T[], items: Iterable<T>): void {
  for (const item of items) target.push(item);
}
