import { REDACTED, reveal } from '../secret';
import type { Value } from '../secret';

/** Of a part of a secret that reads like a variable; without the name, which may be half a password. */
export const PIECE_OF_SECRET =
  'This part of a secret is taken for a variable that is set nowhere, so nothing stands in its place. Write $$ for a plain dollar.';

/** A value on one short line; a secret as dots. */
export function shortText(value: Value, longest: number): string {
  if (typeof value !== 'string') return REDACTED;
  const line = value.replace(/\s+/g, ' ');
  if (line.length <= longest) return line;
  // Not in the middle of a character of two units.
  return `${line.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Text as Markdown code, in which nothing is markup. */
export function asCode(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  const longestRun = Math.max(0, ...Array.from(line.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longestRun + 1);
  const padding = /^`|`$|^ .* $/.test(line) ? ' ' : '';
  return `${fence}${padding}${line}${padding}${fence}`;
}

/** A value as Markdown. */
export function valueAsMarkdown(value: Value | undefined): string {
  if (value === undefined) return 'not set';
  if (reveal(value) === '') return 'empty';
  return typeof value === 'string' ? asCode(shortText(value, 100)) : REDACTED;
}
