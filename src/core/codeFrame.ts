import { REDACTED } from './secret';
import type { LineIndex } from './text';
import type { Span } from './text';

/** Characters of a line that are shown at most. */
const MAX_WIDTH = 100;
/** Of these, at most so many stand in front of what is marked. */
const MAX_LEAD = 60;

export interface FrameOptions {
  readonly index: LineIndex;
  /** What must not be seen of a line, counted from 0, by its start. */
  readonly secretsIn: (line: number) => readonly Span[];
}

/**
 * The line that a span begins in, and a line of carets below what the span covers of it. Secrets are masked by a text
 * of one length, and characters that a terminal would obey are shown as pictures.
 */
export function codeFrame({ start, end }: Span, { index, secretsIn }: FrameOptions): readonly string[] {
  const from = index.positionAt(start);
  const to = index.positionAt(end);
  const line = index.lineAt(from.line) ?? '';
  const until = to.line === from.line ? to.column : line.length;
  const { text, at } = masked(line, secretsIn(from.line));
  const first = at(from.column, 'start');
  const last = at(until, 'end');
  const cutStart = text.length > MAX_WIDTH && first > MAX_LEAD ? first - MAX_LEAD : 0;
  const cutEnd = Math.min(text.length, cutStart + MAX_WIDTH);
  const shown = (cutStart > 0 ? '…' : '') + text.slice(cutStart, cutEnd) + (cutEnd < text.length ? '…' : '');
  const lead = (cutStart > 0 ? ' ' : '') + text.slice(cutStart, first).replace(/[^\t]/gu, ' ');
  const carets = Math.max(1, Array.from(text.slice(first, Math.min(last, cutEnd))).length);
  const number = String(from.line + 1);
  return [
    `${number} | ${withoutControls(shown)}`,
    `${' '.repeat(number.length)} | ${lead}${'^'.repeat(carets)}`,
  ];
}

/** The line with its secrets masked, and where a column of it has gone; inside a mask, to the mask's start or end. */
function masked(line: string, secrets: readonly Span[]) {
  const cuts: { start: number; end: number }[] = [];
  for (const { start, end } of secrets) {
    const previous = cuts.at(-1);
    if (previous !== undefined && start <= previous.end) previous.end = Math.max(previous.end, end);
    else cuts.push({ start, end });
  }
  let text = '';
  let offset = 0;
  for (const { start, end } of cuts) {
    text += line.slice(offset, start) + REDACTED;
    offset = end;
  }
  text += line.slice(offset);
  const at = (column: number, edge: 'start' | 'end'): number => {
    let shift = 0;
    for (const { start, end } of cuts) {
      if (column <= start) break;
      if (column < end) return start + shift + (edge === 'end' ? REDACTED.length : 0);
      shift += REDACTED.length - (end - start);
    }
    return column + shift;
  };
  return { text, at };
}

/** Shows what a terminal would obey: U+2400 and what follows picture the control characters. */
export function withoutControls(text: string): string {
  return text.replace(/[^\t\n\P{Cc}]/gu, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '\u2421' : '\ufffd';
  });
}
