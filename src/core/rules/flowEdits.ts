import type { SourceList, SourceMap } from '../compose/yamlSource';
import { lineStartAt } from '../text';
import type { Span, TextEdit } from '../text';

/** A collection that is written between brackets, with the text that it stands in. */
export interface FlowPlace {
  readonly text: string;
  readonly collection: SourceMap | SourceList;
}

/** Adds entries, written as they shall stand, behind the last one; undefined where a comment stands in the way. */
export function insertIntoFlow(
  { text, collection }: FlowPlace,
  entries: readonly string[],
  eol: string,
): TextEdit | undefined {
  const { start, end } = collection;
  const last = spansIn(collection).at(-1);
  const lastEnd = last?.end ?? start + 1;
  const rest = text.slice(lastEnd, end - 1);
  if (!/[{[]/.test(text.charAt(start)) || rest.includes('#')) return undefined;
  if (last === undefined) return insertion(lastEnd, entries.join(', '));
  const gap = rest.includes('\n') ? eol + indentOf(text, start, last.start) : ' ';
  const comma = rest.indexOf(',');
  return comma < 0
    ? insertion(lastEnd, entries.map((entry) => `,${gap}${entry}`).join(''))
    : insertion(lastEnd + comma + 1, entries.map((entry) => `${gap}${entry},`).join(''));
}

/** Removes the entry that begins at an offset, with its line where it has one of its own. */
export function removeFromFlow({ text, collection }: FlowPlace, offset: number): TextEdit | undefined {
  const spans = spansIn(collection);
  const index = spans.findIndex(({ start }) => start === offset);
  const [before, own, next] = [spans[index - 1], spans[index], spans[index + 1]];
  if (own === undefined) return undefined;
  const lineStart = lineStartAt(text, own.start);
  const lineEnd = /^[ \t]*,?[ \t]*(?:#[^\n]*)?\r?\n/.exec(text.slice(own.end))?.[0];
  const isAlone = lineEnd !== undefined && text.slice(lineStart, own.start).trim() === '';
  const span = isAlone
    ? { start: lineStart, end: own.end + lineEnd.length }
    : next !== undefined
      ? { start: own.start, end: next.start }
      : { start: before?.end ?? own.start, end: own.end };
  // What lies between two entries may be a note on either.
  const removed = text.slice(span.start, own.start) + text.slice(own.end, span.end);
  return !isAlone && removed.includes('#') ? undefined : { span, newText: '' };
}

/** A text as a value between brackets that compose reads as that very text. */
export function quoteFlow(text: string): string {
  const isPlain = /^[A-Za-z_][\w./@-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : `'${text.replaceAll("'", "''")}'`;
}

function spansIn(collection: SourceMap | SourceList): readonly Span[] {
  return collection.kind === 'list'
    ? collection.items
    : collection.items.map(({ key, value }) => ({ start: key.start, end: Math.max(key.end, value.end) }));
}

function insertion(at: number, newText: string): TextEdit {
  return { span: { start: at, end: at }, newText };
}

/** As deep as the last entry's line; deeper than the line of the bracket. */
function indentOf(text: string, bracket: number, last: number): string {
  const lineStart = lineStartAt(text, last);
  const [indent = ''] = /^[ \t]*/.exec(text.slice(lineStart, last)) ?? [];
  return lineStart === lineStartAt(text, bracket) ? `${indent}  ` : indent;
}
