import { MappedText } from '../env/mappedText';

/**
 * Finds where each unit of a scalar's value stands in the file. Exact for every character but those that come from an
 * escape or a fold, which map to the place of that escape or fold.
 */
export function mapScalar(file: string, start: number, end: number, value: string): MappedText {
  if (file.startsWith(value, start) && start + value.length === end) return new MappedText(value, start);
  const quote = file[start];
  if (start + value.length + 2 === end && file.startsWith(value, start + 1))
    return new MappedText(value, start + 1);
  let at = start;
  if (quote === '"' || quote === "'") at++;
  else if (quote === '|' || quote === '>') at = lineAfter(file, start);

  const offsets: number[] = [];
  let index = 0;
  while (index < value.length) {
    const fold = /^[ \t]*\r?\n[ \t\r\n]*/.exec(file.slice(at, end));
    if (fold !== null || (index === 0 && /[ \t]/.test(file[at] ?? ''))) {
      // A line's end with the blanks around it stands for whatever white space the value has here.
      const skipped = fold?.[0].length ?? /^[ \t]*/.exec(file.slice(at, end))?.[0].length ?? 0;
      for (; index < value.length && /\s/.test(value[index] ?? ''); index++) offsets.push(at);
      at += skipped;
      if (index >= value.length) break;
    }
    const length =
      quote === '"' && file[at] === '\\'
        ? escapeLength(file, at)
        : quote === "'" && file.startsWith("''", at)
          ? 2
          : 1;
    const units = length > 2 && (value.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
    for (let i = 0; i < units; i++, index++) offsets.push(at);
    at = Math.min(at + length, end);
  }
  return new MappedText(value, [...offsets, Math.min(at, end)]);
}

function lineAfter(file: string, start: number): number {
  const newline = file.indexOf('\n', start);
  return newline < 0 ? file.length : newline + 1;
}

function escapeLength(file: string, at: number): number {
  const lengths: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };
  return lengths[file.charAt(at + 1)] ?? 2;
}
