import { parseEnv } from '../env/parse';
import type { EnvAssignment, EnvDocument, EnvInherit } from '../env/parse';
import { applyEdits } from '../text';
import type { TextEdit } from '../text';

/** The item that decides a name's value: compose takes the last one. */
export function lastItemOf(document: EnvDocument, name: string): EnvAssignment | EnvInherit | undefined {
  return document.items
    .filter((item) => item.kind === 'assignment' || item.kind === 'inherit')
    .findLast((item) => item.key.text === name);
}

/**
 * Gives names their values and leaves every other byte as it is: comments, order, quotes, line ends, a byte order
 * mark. Names that the text lacks are appended.
 */
export function setEnvValues(text: string, values: ReadonlyMap<string, string>): string {
  const document = parseEnv(text);
  const newline = /\r?\n/.exec(text)?.[0] ?? '\n';
  const edits: TextEdit[] = [];
  let appended = '';
  for (const [name, value] of values) {
    const item = lastItemOf(document, name);
    if (item === undefined) appended += `${name}=${encoded(value)}${newline}`;
    else edits.push(item.kind === 'inherit' ? completed(item, value) : replaced(item, value));
  }
  const edited = applyEdits(text, edits);
  const isLineOpen = edited !== '' && edited !== '\ufeff' && !edited.endsWith('\n');
  return edited + (appended !== '' && isLineOpen ? newline : '') + appended;
}

function completed({ key }: EnvInherit, value: string): TextEdit {
  return { span: { start: key.span.end, end: key.span.end }, newText: `=${encoded(value)}` };
}

function replaced({ separator, value }: EnvAssignment, newValue: string): TextEdit {
  const { style, span, contentSpan, decoded } = value;
  if (style !== 'unquoted') {
    // Within the quotes that stand there, unless the value would need others.
    return PLAIN.test(newValue)
      ? { span: contentSpan, newText: newValue }
      : { span, newText: encoded(newValue) };
  }
  // `KEY= # note`: what looks like a comment is compose's value. It becomes the comment that it was meant to be.
  if (decoded.text.startsWith('#')) {
    const isSeparated = span.start > separator.span.end;
    return {
      span: { start: separator.span.end, end: separator.span.end },
      newText: (encoded(newValue) || "''") + (isSeparated ? '' : ' '),
    };
  }
  // Behind the separator, not at the empty value: between the two may lie the CR of a CRLF.
  if (span.start === span.end) {
    return { span: { start: separator.span.end, end: separator.span.end }, newText: encoded(newValue) };
  }
  return { span, newText: encoded(newValue) };
}

/** Text that means itself, with and without quotes. */
const PLAIN = /^[\w.~%@:/?&+=,-]*$/;

function encoded(value: string): string {
  if (PLAIN.test(value)) return value;
  // In single quotes only the quote and the backslash need care, and nothing is interpolated.
  if (!/['\\]/.test(value)) return `'${value}'`;
  return `"${value.replace(/["\\$]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
