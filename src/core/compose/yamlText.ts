const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['0', '\0'],
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
]);

/** Undoes the common escapes of a double-quoted scalar on one line; undefined when it holds another one. */
export function decodeDoubleQuoted(content: string): string | undefined {
  for (const [, escape = ''] of content.matchAll(/\\(.?)/gs)) if (!ESCAPES.has(escape)) return undefined;
  return content.replace(/\\(.)/gs, (_, escape: string) => ESCAPES.get(escape) ?? escape);
}

/**
 * Folds the lines of a `>` scalar: a line end between two lines becomes a blank, one of several in a row goes, and all
 * stay beside a line that is indented further. The first line may be blank, the last may not.
 */
export function foldLines(lines: readonly string[]): string {
  let text = '';
  let breaks = 0;
  let isIndented = true;
  for (const line of lines) {
    if (line === '') {
      breaks++;
      continue;
    }
    const wasIndented = isIndented;
    isIndented = line.startsWith(' ');
    if (wasIndented || isIndented) text += '\n'.repeat(breaks);
    else text += breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
    text += line;
    breaks = 1;
  }
  return text;
}
