import type { Span } from '../text';

/**
 * The lines around a cursor in a compose file, read by their indentation alone: while somebody types, the file is
 * rarely valid YAML. Flow style, as in `{A: 1}`, is looked into by `flowCollection.ts`.
 */
export interface YamlBlock {
  /** Keys above the cursor, the nearest first. */
  readonly parents: readonly string[];
  /** The lines that stand at the cursor's own level below the same parent, the cursor's line included. */
  readonly span: Span;
  /** Keys of those lines, and names of list items such as `- KEY=value`; not that of the cursor's line. */
  readonly siblings: ReadonlySet<string>;
  /** The same of the cursor's line; empty without one. */
  readonly own: string;
  /** How the siblings are written; undefined without any. */
  readonly style: 'map' | 'list' | undefined;
}

interface Line {
  readonly start: number;
  readonly end: number;
  readonly indent: number;
  readonly isItem: boolean;
  readonly key: string | undefined;
}

const KEY = /^(?:- +)*["']?([\w.$/-]+)["']?[ \t]*:(?=\s|$)/;
const ITEM_NAME = /^- +["']?([\w.-]+)["']?(?:=|\s*$)/;

export function yamlBlockAt(text: string, offset: number): YamlBlock {
  const lines = [...linesOf(text)];
  const at = lines.findIndex(({ end }) => offset <= end);
  const current = lines[at];
  if (current === undefined)
    return { parents: [], span: { start: 0, end: 0 }, siblings: new Set(), own: '', style: undefined };
  const own = cursorLine(text, current, offset);
  const siblings: Line[] = [];
  const parents: string[] = [];
  let start = own.start;
  let level: Line = own;
  for (const line of lines.slice(0, at).reverse()) {
    if (line.key === undefined && !line.isItem) continue;
    if (isAbove(line, level)) {
      if (line.key === undefined) break;
      parents.push(line.key);
      level = { ...line, isItem: false };
    } else if (parents.length === 0 && isBeside(line, own)) {
      siblings.push(line);
      start = line.start;
    }
  }
  let end = current.end;
  for (const line of lines.slice(at + 1)) {
    if (line.key === undefined && !line.isItem) continue;
    if (!isBeside(line, own) && line.indent <= own.indent) break;
    if (isBeside(line, own)) siblings.push(line);
    end = line.end;
  }
  return {
    parents,
    span: { start, end },
    siblings: new Set(siblings.map(nameOf(text))),
    own: nameOf(text)(own),
    style: styleOf(siblings),
  };
}

/** An empty line is as deep as the cursor in it. */
function cursorLine(text: string, line: Line, offset: number): Line {
  const isEmpty = text.slice(line.start, line.end).trim() === '';
  return isEmpty ? { ...line, indent: offset - line.start } : line;
}

/** The items of a list may stand as deep as the key above them. */
function isAbove(line: Line, below: Line): boolean {
  return line.indent < below.indent || (line.indent === below.indent && below.isItem && !line.isItem);
}

function isBeside(line: Line, other: Line): boolean {
  return line.indent === other.indent && (line.isItem === other.isItem || other.key === undefined);
}

function styleOf(siblings: readonly Line[]): YamlBlock['style'] {
  const [first] = siblings;
  return first === undefined ? undefined : first.isItem ? 'list' : 'map';
}

function nameOf(text: string): (line: Line) => string {
  return ({ start, end, indent, key }) => ITEM_NAME.exec(text.slice(start + indent, end))?.[1] ?? key ?? '';
}

/** Comments and blank lines have neither key nor item. */
function* linesOf(text: string): Iterable<Line> {
  let start = 0;
  for (;;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end).replace(/\r$/, '');
    const content = line.trimStart();
    const isComment = content.startsWith('#');
    yield {
      start,
      end: start + line.length,
      indent: line.length - content.length,
      isItem: /^-(?: |$)/.test(content),
      key: isComment ? undefined : KEY.exec(content)?.[1],
    };
    if (newline < 0) return;
    start = newline + 1;
  }
}
