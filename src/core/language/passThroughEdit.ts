import { lineStartAt } from '../text';
import type { Span, TextEdit } from '../text';

/**
 * Turns a name that a compose file passes on, `- KEY` or `KEY:`, into an entry that takes the value of another variable.
 * Undefined where the name is written in a way that is not edited, such as behind an explicit `?`.
 */
export function passThroughEdit(text: string, name: Span, variable: string): TextEdit | undefined {
  const before = text.slice(lineStartAt(text, name.start), name.start);
  const behind = text.slice(name.end, name.end + 200);
  const quote = /["']?$/.exec(before)?.[0] ?? '';
  const reference = `\${${variable}}`;
  const opening = before.slice(0, before.length - quote.length).trimEnd();
  const colon = VALUELESS.exec(behind);
  if (colon !== null && /^(?:- *)*$|[{,]$/.test(opening)) {
    const [whole, closing = '', next = ''] = colon;
    // In flow style a brace would end the mapping.
    const value = /[{,]$/.test(opening) ? `"${reference}"` : reference;
    const gap = next === '#' ? ' ' : '';
    return { span: { start: name.end, end: name.end + whole.length }, newText: `${closing}: ${value}${gap}` };
  }
  if (/^\s*-$/.test(opening)) return { span: at(name.end), newText: `=${reference}` };
  if (!isInFlowList(opening)) return undefined;
  if (quote !== '') return { span: at(name.end), newText: `=${reference}` };
  return { span: name, newText: `"${text.slice(name.start, name.end)}=${reference}"` };
}

function isInFlowList(before: string): boolean {
  return /[[,]$/.test(before) && before.lastIndexOf('[') > before.lastIndexOf('{');
}

/** What stands behind a key without a value: its quote, the colon, a written null. */
const VALUELESS = /^(["']?)[ \t]*:(?:[ \t]+(?:~|null|Null|NULL))?[ \t]*(?=(#|\r?\n|[,}]|$))/;

function at(offset: number): Span {
  return { start: offset, end: offset };
}
