/**
 * Where a YAML text begins to be nested deeper than a limit; undefined when it never is. Counts brackets and steps to
 * the right without reading what they mean, so quoted brackets count as well.
 */
export function findTooDeep(text: string, limit: number): number | undefined {
  const columns: number[] = [];
  let brackets = 0;
  for (const match of text.matchAll(/^( *)((?:[-?] +){0,999})|[[\]{}]/gm)) {
    const [sign, spaces, marks = ''] = match;
    if (spaces === undefined) brackets = Math.max(0, brackets + (sign === '[' || sign === '{' ? 1 : -1));
    else {
      while ((columns.at(-1) ?? -1) >= spaces.length) columns.pop();
      columns.push(spaces.length);
    }
    const steps = marks.length - marks.replaceAll(/[-?]/g, '').length;
    if (columns.length + steps + brackets > limit) return match.index;
  }
  return undefined;
}
