import { lineStartAt } from '../text';
import type { Span } from '../text';
import type { YamlBlock } from './yamlBlock';
import { yamlBlockAt } from './yamlBlock';

/** The innermost `{…}` or `[…]` around a cursor. Its span lies between the brackets. */
export interface FlowCollection extends YamlBlock {
  /** Where the entry begins that the cursor stands in: behind a bracket or a comma. */
  readonly entryStart: number;
}

/** A line whose value, or item, begins with a bracket. The group is all before it. */
const OPENING = /^([ \t]*(?:- +)*(?:["']?[\w.$/-]+["']?[ \t]*:[ \t]+)?(?:[&!]\S*[ \t]+)*)[{[]/gm;
const BLOCK_LINE = /^([ \t]*)(?:- |["']?[\w.$/-]+["']?[ \t]*:(?:\s|$))/;
const ENTRY_KEY = /^\s*["']?([\w.$/-]+)["']?\s*:(?=[\s"'{[]|$)/;
const ITEM_NAME = /^\s*["']?([\w.-]+)["']?\s*(?:=|$)/;

interface Bracket {
  readonly isMap: boolean;
  /** The key that it is the value of. */
  readonly key: string | undefined;
  readonly start: number;
  readonly entries: Span[];
  entryStart: number;
}

/** Read without a YAML parser: while somebody types, the file is rarely valid. Undefined outside of flow style. */
export function flowCollectionAt(text: string, offset: number): FlowCollection | undefined {
  for (const match of text.matchAll(OPENING)) {
    const start = match.index + (match[1] ?? '').length;
    if (start >= offset) return undefined;
    const found = collectionIn(text, start, offset);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Reads on from an opening bracket until what is around the cursor is complete, or the outermost bracket closes. */
function collectionIn(text: string, from: number, offset: number): FlowCollection | undefined {
  const brackets: Bracket[] = [];
  const close = (end: number): FlowCollection | undefined => {
    const path = [...brackets];
    const bracket = brackets.pop();
    bracket?.entries.push({ start: bracket.entryStart, end });
    const isAround = bracket !== undefined && bracket.start <= offset && offset <= end;
    return isAround ? describe(text, from, offset, path, bracket) : undefined;
  };
  let at = from;
  for (; at < text.length; at++) {
    const character = text.charAt(at);
    const bracket = brackets.at(-1);
    if ((character === '"' || character === "'") && isAtStart(text, at)) at = endOfQuoted(text, at);
    else if (character === '#' && /\s/.test(text.charAt(at - 1))) at = endOfLine(text, at) - 1;
    else if (character === '\n' && endsFlow(text, from, at + 1)) break;
    else if (character === '{' || character === '[') {
      const key = bracket && ENTRY_KEY.exec(text.slice(bracket.entryStart, at))?.[1];
      const start = at + 1;
      brackets.push({ isMap: character === '{', key, start, entries: [], entryStart: start });
    } else if (character === ',' && bracket !== undefined) {
      bracket.entries.push({ start: bracket.entryStart, end: at });
      bracket.entryStart = at + 1;
    } else if (character === '}' || character === ']') {
      const found = close(at);
      if (found !== undefined || brackets.length === 0) return found;
    }
  }
  // What was left open may still become what is meant.
  while (brackets.length > 0) {
    const found = close(at);
    if (found !== undefined) return found;
  }
  return undefined;
}

function describe(
  text: string,
  from: number,
  offset: number,
  path: readonly Bracket[],
  { isMap, start, entries }: Bracket,
): FlowCollection {
  const around = yamlBlockAt(text, from);
  const outer = around.own === '' ? around.parents : [around.own, ...around.parents];
  const inner = path.flatMap(({ key }) => key ?? []).reverse();
  const nameIn = (entry: Span) =>
    (isMap ? ENTRY_KEY : ITEM_NAME).exec(text.slice(entry.start, entry.end))?.[1] ?? '';
  const isOwn = (entry: Span) => entry.start <= offset && offset <= entry.end;
  const own = entries.find(isOwn);
  return {
    parents: [...inner, ...outer],
    span: { start, end: entries.at(-1)?.end ?? start },
    siblings: new Set(entries.filter((entry) => !isOwn(entry)).flatMap((entry) => nameIn(entry) || [])),
    own: own === undefined ? '' : nameIn(own),
    style: isMap ? 'map' : 'list',
    entryStart: own?.start ?? start,
  };
}

/** Whether a line cannot belong to the collection, since it is a key or item no deeper than its first line. */
function endsFlow(text: string, from: number, lineStart: number): boolean {
  const [, indent] = BLOCK_LINE.exec(text.slice(lineStart, endOfLine(text, lineStart))) ?? [];
  if (indent === undefined) return false;
  const [own = ''] = /^[ \t]*/.exec(text.slice(lineStartAt(text, from), from)) ?? [];
  return indent.length <= own.length;
}

/** Elsewhere a quote is a character like any other. */
function isAtStart(text: string, at: number): boolean {
  return /[[{,:\s]/.test(text.charAt(at - 1));
}

/** The closing quote; the opening one where none follows on its line, as while somebody types. */
function endOfQuoted(text: string, at: number): number {
  const line = text.slice(at, endOfLine(text, at));
  const quoted = /^(?:"(?:\\.|[^"\\])*"|'(?:''|[^'])*')/.exec(line)?.[0] ?? text.charAt(at);
  return at + quoted.length - 1;
}

function endOfLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline;
}
