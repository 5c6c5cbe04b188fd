import type { LoadProblem } from '../../compose/project';
import type { Fix } from '../../diagnostic';
import { lineAround } from '../../text';
import type { Span } from '../../text';
import { fixOf, replaceAt } from '../edits';
import type { StackContext } from '../stackContext';

/** A word of another language in front of an assignment. */
const FOREIGN_PREFIX =
  /^[ \t]*(?:(?:set|export|let|declare|local|readonly|-)[ \t]+)+(?=[A-Za-z_][\w.-]*[ \t]*=)/i;
const POWERSHELL_PREFIX = /^[ \t]*\$env:(?=[A-Za-z_]\w*[ \t]*=)/i;
const FOREIGN_COMMENT = /^[ \t]*(?:\/\/+|;+)/;
const QUOTED_KEY = /^([ \t]*(?:export[ \t]+)?)(["'])([\w.-]+)\2(?=[ \t]*[=:])/;
const KEY_BEFORE_SEPARATOR = /^([ \t]*(?:export[ \t]+)?)([^=:]*?)[ \t]*(?=[=:])/;
/** The patterns above take the square of a line's length where they fail; nobody repairs a longer name. */
const MAX_LINE = 1000;
const INVISIBLE = /[\p{Cf}\p{Cc}]/u;

/** Fixes for a line whose name compose refuses because of a space or of a character. */
export function repairKey(stack: StackContext, { path, span }: LoadProblem): readonly Fix[] {
  const text = stack.texts.get(path) ?? '';
  const armored = armoredValueAround(text, span.start);
  if (armored !== undefined) {
    const quote = (at: number) => ({ span: { start: at, end: at }, newText: '"' });
    const edits = [quote(armored.start), quote(armored.end)];
    return fixOf('Put the whole value in double quotes', [{ path, edits }]);
  }
  const { start, end } = lineAround(text, span.start);
  const line = text.slice(start, end);
  if (line.length > MAX_LINE) return [];
  const replaceHead = (title: string, length: number, head: string, preference?: 'offered') =>
    fixOf(title, [replaceAt({ path, span: { start, end: start + length } }, head)], preference);

  const prefix = FOREIGN_PREFIX.exec(line) ?? POWERSHELL_PREFIX.exec(line);
  if (prefix !== null) return replaceHead(`Remove “${prefix[0].trim()}”`, prefix[0].length, '');
  const comment = FOREIGN_COMMENT.exec(line);
  if (comment !== null) return replaceHead('Make it a comment', comment[0].length, '#');
  const quoted = QUOTED_KEY.exec(line);
  if (quoted !== null) {
    const [whole, before = '', , name = ''] = quoted;
    return replaceHead('Remove the quotes around the name', whole.length, before + name);
  }
  const key = KEY_BEFORE_SEPARATOR.exec(line);
  if (key === null) return replaceHead('Make it a comment', 0, '# ', 'offered');
  const [, before = '', name = ''] = key;
  const keySpan = { start: start + before.length, end: start + before.length + name.length };
  return rename(path, name, keySpan);
}

function rename(path: string, name: string, span: Span): readonly Fix[] {
  const invalid = /[^\p{L}\p{N}_.\-[\]]/gu;
  const joined = name.replace(invalid, '_');
  const shortened = name.replace(invalid, '');
  // More words than a name has are a sentence, and what is left of other things is no name.
  if (name.split(/\s+/).length > 3 || !/^[A-Za-z_][\w.-]*$/.test(shortened)) return [];
  // A line of a key over several lines must not be repeated.
  if (/[+/]/.test(name)) return [];
  // The name is in order: what is not stands behind a value that ended too early.
  if (shortened === name) return [];
  const isInvisible = (name.match(invalid) ?? []).every((character) => INVISIBLE.test(character));
  if (isInvisible) return fixOf('Remove what cannot be seen', [replaceAt({ path, span }, shortened)]);
  return [joined, shortened].flatMap((text) =>
    fixOf(`Call it ${text}`, [replaceAt({ path, span }, text)], 'offered'),
  );
}

/** Further than any key or certificate reaches; it keeps the search in a file full of such lines short. */
const LONGEST_ARMOR = 8192;

/** A value such as `-----BEGIN … END …-----` over several lines, without its quotes, that a place lies in. */
function armoredValueAround(text: string, offset: number): Span | undefined {
  const windowStart = Math.max(0, offset - LONGEST_ARMOR);
  const before = text.slice(windowStart, offset + '-----END '.length);
  const begin = before.lastIndexOf('-----BEGIN ');
  if (begin < 0) return undefined;
  const start = windowStart + begin;
  const { start: lineStart } = lineAround(text, start);
  if (!/^[ \t]*(?:export[ \t]+)?[A-Za-z_][\w.-]*[ \t]*[=:][ \t]*$/.test(text.slice(lineStart, start)))
    return undefined;
  const armor = /^-----BEGIN ([A-Z0-9 ]+)-----[^"$\\]*?-----END \1-----(?=[ \t\r]*(?:\n|$))/.exec(
    text.slice(start, start + LONGEST_ARMOR),
  );
  const end = start + (armor?.[0].length ?? 0);
  return offset < end ? { start, end } : undefined;
}

/** `A+=b` becomes `A=${A}b`, and `A=b` where nothing sets `A` before. */
export function writeOutAppending(stack: StackContext, { path, span }: LoadProblem): readonly Fix[] {
  const text = stack.texts.get(path) ?? '';
  const { start, end } = lineAround(text, span.start);
  const name = text.slice(start, span.start).replace(/^[ \t]*(?:export[ \t]+)?/, '');
  if (!/^[A-Za-z_]\w*$/.test(name)) return [];
  const items = stack.envDocuments.get(path)?.items ?? [];
  const isSet =
    stack.project.environment.get(name)?.source === 'shell' ||
    items.some((item) => item.kind === 'assignment' && item.key.text === name && item.span.end <= span.start);
  if (!isSet) return fixOf('Write =', [replaceAt({ path, span }, '=')]);
  const written = text.slice(span.end, end);
  const [, quote = '', addition = ''] = /^(["']?)([^"'\\#]*)\1[ \t\r]*$/.exec(written) ?? [];
  // In single quotes neither the reference nor a dollar in the addition would be replaced.
  if (addition === '' || (quote === "'" && addition.includes('$'))) return [];
  const value = quote === '' ? `\${${name}}${addition.trim()}` : `"\${${name}}${addition}"`;
  const replaced = { start: span.start, end: span.end + written.trimEnd().length };
  return fixOf(`Write ${name}=\${${name}}…`, [replaceAt({ path, span: replaced }, `=${value}`)]);
}

export function removeExport(_stack: StackContext, { path, span }: LoadProblem): readonly Fix[] {
  return fixOf('Remove it', [replaceAt({ path, span }, '')]);
}
