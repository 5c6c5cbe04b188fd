import type { SourceNode, SourcePair, SourceScalar } from './yamlSource';
import { decodeDoubleQuoted, foldLines } from './yamlText';

/**
 * Reads the YAML that compose files are mostly written in, many times faster than a reader that takes every YAML there
 * is: block mappings and lists, scalars on one line, `|` and `>`, brackets, anchors, aliases, `!reset` and `!override`.
 * Undefined for everything else and for everything that may be an error: that is for a full reader to judge.
 */
export function readPlainYaml(text: string): { readonly root: SourceNode | undefined } | undefined {
  if (NEVER_PLAIN.test(text)) return undefined;
  try {
    return { root: new PlainReader(text).read() };
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

class NotPlain extends Error {
  override readonly name = 'NotPlain';
}

/** What YAML gives no place or a meaning of its own: control characters, a CR alone, other line ends. */
const NEVER_PLAIN = /[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]|\r(?!\n)/;
const MAX_DEPTH = 64;
/** YAML takes no longer keys unless they are marked as such. */
const MAX_KEY = 1000;

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const SINGLE_QUOTE = 39;
const COMMA = 44;
const DASH = 45;
const COLON = 58;
const QUESTION = 63;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
/** No plain scalar starts with these; the dash, the colon and the question mark may, before anything but a blank. */
const INDICATORS = new Set(Array.from(',[]{}#&*!|>\'"%@`', (character) => character.charCodeAt(0)));

const NAME = /[\w-]+/y;
const PROPERTIES = / *(?:&([\w-]+)|(!reset|!override))(?=[ \r\n]|$)/y;
const BLOCK_HEADER = /([|>])(-?) *(?: #.*)?\n/y;

interface Properties {
  readonly anchor?: string;
  readonly tag?: string;
}

/** `at` stands on a token between two calls, `lineStart` on the start of its line. */
class PlainReader {
  private at = 0;
  private lineStart = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  read(): SourceNode | undefined {
    this.toToken(0);
    if (this.text.startsWith('---', this.at) && this.isDocumentMark()) {
      this.at += 3;
      this.endLine();
    } else if (this.isAtEnd()) return undefined;
    if (this.isAtEnd() || this.isDocumentMark()) throw new NotPlain();
    const root = this.block(-1);
    if (!this.isAtEnd()) throw new NotPlain();
    return root;
  }

  /** The mapping, list or value that starts here, which is further right than its parent. */
  private block(parent: number): SourceNode {
    if (this.isDash()) return this.list();
    const key = this.key();
    return key === undefined ? this.inline(parent) : this.map(key);
  }

  private map(first: SourceScalar): SourceNode {
    this.enter();
    const column = first.start - this.lineStart;
    const items: SourcePair[] = [];
    for (let key: SourceScalar | undefined = first; ; key = this.key()) {
      if (key === undefined) throw new NotPlain();
      items.push({ key, value: this.value(column, this.at) });
      if (!this.continues(column)) break;
    }
    return this.leave({ kind: 'map', start: first.start, end: endOf(items), isFlow: false, items });
  }

  private list(): SourceNode {
    this.enter();
    const start = this.at;
    const column = this.column();
    const items: SourceNode[] = [];
    do {
      this.at++;
      items.push(this.item(column));
    } while (this.continues(column) && this.isDash());
    return this.leave({ kind: 'list', start, end: items.at(-1)?.end ?? start, isFlow: false, items });
  }

  /** Whether a collection goes on with the line that was reached. */
  private continues(column: number): boolean {
    if (this.isAtEnd()) return false;
    if (this.column() > column || this.isDocumentMark()) throw new NotPlain();
    return this.column() === column;
  }

  /** What stands behind `key:`. */
  private value(column: number, start: number): SourceNode {
    const { properties, end } = this.properties(start);
    if (!this.isLineOver()) return withProperties(this.inline(column), properties);
    this.endLine();
    const isBelow = !this.isAtEnd() && this.column() > column;
    const isListBeside = !this.isAtEnd() && this.column() === column && this.isDash();
    return withProperties(isBelow || isListBeside ? this.block(column) : empty(end), properties);
  }

  /** What stands behind a dash: also a mapping or list that begins on its line. */
  private item(column: number): SourceNode {
    const { properties, end } = this.properties(this.at);
    if (this.isLineOver()) {
      this.endLine();
      const isBelow = !this.isAtEnd() && this.column() > column;
      return withProperties(isBelow ? this.block(column) : empty(end), properties);
    }
    if (properties === undefined) return this.block(column);
    // Properties in front of a key would be those of the key.
    if (this.isDash() || this.key() !== undefined) throw new NotPlain();
    return withProperties(this.inline(column), properties);
  }

  /** A value that begins on the line of its key or dash, and the way to the next token. */
  private inline(parent: number): SourceNode {
    const node = this.inlineNode(parent);
    if (node.kind !== 'scalar' || node.style !== 'block') this.endLine();
    return node;
  }

  private inlineNode(parent: number): SourceNode {
    switch (this.text.charAt(this.at)) {
      case '*':
        return this.alias();
      case '"':
      case "'":
        return this.quoted();
      case '[':
      case '{':
        return this.flow(parent);
      case '|':
      case '>':
        return this.blockScalar(parent);
      default:
        return this.plain();
    }
  }

  /** The key that stands here with its colon; undefined, and nothing is read, where none does. */
  private key(): SourceScalar | undefined {
    const start = this.at;
    const first = this.text.charCodeAt(start);
    let key: SourceScalar;
    if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) key = this.quoted();
    else if (this.startsPlain()) {
      const end = this.plainEnd();
      if (this.text.charCodeAt(this.at) !== COLON) {
        this.at = start;
        return undefined;
      }
      key = { kind: 'scalar', start, end, style: 'plain', value: this.text.slice(start, end) };
    } else return undefined;
    this.skipSpaces();
    if (this.text.charCodeAt(this.at) !== COLON) {
      this.at = start;
      return undefined;
    }
    if (!this.isBlank(this.at + 1) || this.at - start > MAX_KEY) throw new NotPlain();
    this.at++;
    return key;
  }

  private plain(): SourceScalar {
    if (!this.startsPlain()) throw new NotPlain();
    const start = this.at;
    const end = this.plainEnd();
    return { kind: 'scalar', start, end, style: 'plain', value: this.text.slice(start, end) };
  }

  private startsPlain(): boolean {
    const first = this.text.charCodeAt(this.at);
    if (first === DASH || first === COLON || first === QUESTION) return !this.isBlank(this.at + 1);
    return !this.isAtEnd() && !INDICATORS.has(first);
  }

  /** Moves behind a plain scalar of this line, to its colon, comment or the line's end. Returns its own end. */
  private plainEnd(): number {
    const { text } = this;
    let end = this.at;
    for (let i = this.at; ; i++) {
      const code = text.charCodeAt(i);
      const isComment = code === HASH && text.charCodeAt(i - 1) === SPACE;
      if (Number.isNaN(code) || code === NEWLINE || isComment || (code === COLON && this.isBlank(i + 1))) {
        this.at = i;
        return end;
      }
      if (code === TAB) throw new NotPlain();
      if (code !== SPACE && code !== RETURN) end = i + 1;
    }
  }

  private quoted(): SourceScalar {
    const { text } = this;
    const start = this.at;
    const quote = text.charCodeAt(start);
    let hasEscapes = false;
    let i = start + 1;
    for (; ; i++) {
      const code = text.charCodeAt(i);
      if (Number.isNaN(code) || code === NEWLINE) throw new NotPlain();
      if (code === quote) {
        if (quote === DOUBLE_QUOTE || text.charCodeAt(i + 1) !== quote) break;
        hasEscapes = true;
        i++;
      } else if (code === BACKSLASH && quote === DOUBLE_QUOTE) {
        hasEscapes = true;
        i++;
      }
    }
    this.at = i + 1;
    const content = text.slice(start + 1, i);
    const style = quote === DOUBLE_QUOTE ? 'double' : 'single';
    const value = !hasEscapes
      ? content
      : style === 'single'
        ? content.replaceAll("''", "'")
        : decodeDoubleQuoted(content);
    if (value === undefined) throw new NotPlain();
    return { kind: 'scalar', start, end: this.at, style, value };
  }

  private alias(): SourceNode {
    const start = this.at;
    NAME.lastIndex = start + 1;
    const name = NAME.exec(this.text)?.[0];
    if (name === undefined) throw new NotPlain();
    this.at = NAME.lastIndex;
    return { kind: 'alias', start, end: this.at, name };
  }

  private flow(parent: number): SourceNode {
    this.enter();
    const start = this.at;
    const isMap = this.text.charCodeAt(start) === OPEN_BRACE;
    const close = isMap ? CLOSE_BRACE : CLOSE_BRACKET;
    const pairs: SourcePair[] = [];
    const items: SourceNode[] = [];
    this.at++;
    this.skipFlowSpace(parent);
    while (this.text.charCodeAt(this.at) !== close) {
      if (isMap) pairs.push(this.flowPair(parent));
      else items.push(this.flowNode(parent));
      this.skipFlowSpace(parent);
      if (this.text.charCodeAt(this.at) === COMMA) {
        this.at++;
        this.skipFlowSpace(parent);
      } else if (this.text.charCodeAt(this.at) !== close) throw new NotPlain();
    }
    const end = ++this.at;
    return this.leave(
      isMap
        ? { kind: 'map', start, end, isFlow: true, items: pairs }
        : { kind: 'list', start, end, isFlow: true, items },
    );
  }

  private flowPair(parent: number): SourcePair {
    const key = this.flowNode(parent);
    if (key.kind !== 'scalar' || key.end - key.start > MAX_KEY) throw new NotPlain();
    this.skipSpaces();
    const isColon = this.text.charCodeAt(this.at) === COLON;
    if (!isColon || (key.style === 'plain' && !this.isBlank(this.at + 1))) throw new NotPlain();
    const behindColon = ++this.at;
    this.skipFlowSpace(parent);
    const next = this.text.charCodeAt(this.at);
    const isEmpty = next === COMMA || next === CLOSE_BRACE;
    return { key, value: isEmpty ? empty(behindColon) : this.flowNode(parent) };
  }

  private flowNode(parent: number): SourceNode {
    switch (this.text.charAt(this.at)) {
      case '*':
        return this.alias();
      case '"':
      case "'":
        return this.quoted();
      case '[':
      case '{':
        return this.flow(parent);
      default:
        return this.flowPlain();
    }
  }

  private flowPlain(): SourceScalar {
    if (!this.startsPlain()) throw new NotPlain();
    const { text } = this;
    const start = this.at;
    let end = start;
    for (let i = start; ; i++) {
      const code = text.charCodeAt(i);
      const isComment = code === HASH && text.charCodeAt(i - 1) === SPACE;
      if (isComment || Number.isNaN(code) || code === TAB) throw new NotPlain();
      if (code === NEWLINE || isFlowIndicator(code) || (code === COLON && this.isBlank(i + 1))) {
        this.at = i;
        break;
      }
      if (code === COLON && isFlowIndicator(text.charCodeAt(i + 1))) throw new NotPlain();
      if (code !== SPACE && code !== RETURN) end = i + 1;
    }
    return { kind: 'scalar', start, end, style: 'plain', value: text.slice(start, end) };
  }

  private blockScalar(parent: number): SourceScalar {
    const { text } = this;
    const start = this.at;
    BLOCK_HEADER.lastIndex = start;
    const [, kind, chomp] = BLOCK_HEADER.exec(text) ?? [];
    if (kind === undefined || parent < 0) throw new NotPlain();
    const lines: string[] = [];
    let indent = -1;
    let blankLines = 0;
    let next = BLOCK_HEADER.lastIndex;
    let end = next;
    while (next < text.length) {
      const lineStart = next;
      const newline = text.indexOf('\n', lineStart);
      const first = this.spacesEnd(lineStart);
      if (first === newline) {
        // Blanks beyond the indentation are text, or an error in front of it.
        if (first - lineStart > Math.max(indent, 0)) throw new NotPlain();
        blankLines++;
      } else {
        const column = first - lineStart;
        if (indent < 0) indent = column;
        if (column < indent || column <= parent) break;
        // A file may end without a line end; and a tab or a CR is no plain matter.
        if (newline < 0 || TAB_OR_RETURN.test(text.slice(first, newline))) throw new NotPlain();
        for (; blankLines > 0; blankLines--) lines.push('');
        lines.push(text.slice(lineStart + indent, newline));
        end = newline + 1;
      }
      next = newline + 1;
    }
    if (lines.length === 0) throw new NotPlain();
    const content = kind === '|' ? lines.join('\n') : foldLines(lines);
    this.toToken(end);
    return { kind: 'scalar', start, end, style: 'block', value: content + (chomp === '-' ? '' : '\n') };
  }

  private properties(from: number): { readonly properties: Properties | undefined; readonly end: number } {
    this.at = from;
    let properties: Properties | undefined;
    PROPERTIES.lastIndex = from;
    for (let match = PROPERTIES.exec(this.text); match !== null; match = PROPERTIES.exec(this.text)) {
      const [, anchor, tag] = match;
      const isTwice = anchor === undefined ? properties?.tag : properties?.anchor;
      if (isTwice !== undefined) throw new NotPlain();
      properties = { ...properties, ...(anchor === undefined ? tag && { tag } : { anchor }) };
      this.at = PROPERTIES.lastIndex;
    }
    const end = this.at;
    this.skipSpaces();
    return { properties, end };
  }

  /** To the next token, past the end of this line, which must hold nothing more than a comment. */
  private endLine(): void {
    this.skipSpaces();
    if (!this.isLineOver() || this.isGluedComment()) throw new NotPlain();
    const newline = this.text.indexOf('\n', this.at);
    this.toToken(newline < 0 ? this.text.length : newline + 1);
  }

  /** To the first token from the start of a line on. */
  private toToken(lineStart: number): void {
    const { text } = this;
    for (this.lineStart = lineStart; ;) {
      this.at = this.spacesEnd(this.lineStart);
      if (this.isAtEnd()) return;
      const code = text.charCodeAt(this.at);
      if (code === TAB) throw new NotPlain();
      if (code !== HASH && code !== NEWLINE && code !== RETURN) return;
      const newline = text.indexOf('\n', this.at);
      this.lineStart = newline < 0 ? text.length : newline + 1;
    }
  }

  /** Past blanks, comments and line ends inside brackets, which must stand further right than their parent. */
  private skipFlowSpace(parent: number): void {
    this.skipSpaces();
    if (!this.isLineOver()) return;
    this.endLine();
    if (this.isAtEnd() || this.column() <= Math.max(parent, 0)) throw new NotPlain();
  }

  private skipSpaces(): void {
    this.at = this.spacesEnd(this.at);
  }

  private spacesEnd(from: number): number {
    let i = from;
    while (this.text.charCodeAt(i) === SPACE) i++;
    return i;
  }

  private column(): number {
    return this.at - this.lineStart;
  }

  private isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  private isLineOver(): boolean {
    const code = this.text.charCodeAt(this.at);
    return Number.isNaN(code) || code === NEWLINE || code === RETURN || code === HASH;
  }

  private isGluedComment(): boolean {
    return this.text.charCodeAt(this.at) === HASH && this.text.charCodeAt(this.at - 1) !== SPACE;
  }

  private isBlank(index: number): boolean {
    const code = this.text.charCodeAt(index);
    if (code === TAB) throw new NotPlain();
    return Number.isNaN(code) || code === SPACE || code === NEWLINE || code === RETURN;
  }

  private isDash(): boolean {
    return this.text.charCodeAt(this.at) === DASH && this.isBlank(this.at + 1);
  }

  private isDocumentMark(): boolean {
    if (this.at !== this.lineStart) return false;
    const mark = this.text.slice(this.at, this.at + 3);
    return (mark === '---' || mark === '...') && this.isBlank(this.at + 3);
  }

  private enter(): void {
    if (++this.depth > MAX_DEPTH) throw new NotPlain();
  }

  private leave(node: SourceNode): SourceNode {
    this.depth--;
    return node;
  }
}

const BACKSLASH = 92;
const TAB_OR_RETURN = /[\t\r]/;

function isFlowIndicator(code: number): boolean {
  return (
    code === COMMA ||
    code === OPEN_BRACKET ||
    code === CLOSE_BRACKET ||
    code === OPEN_BRACE ||
    code === CLOSE_BRACE
  );
}

function empty(at: number): SourceScalar {
  return { kind: 'scalar', start: at, end: at, style: 'plain', value: '' };
}

function endOf(items: readonly SourcePair[]): number {
  return items.at(-1)?.value.end ?? 0;
}

function withProperties(node: SourceNode, properties: Properties | undefined): SourceNode {
  if (properties === undefined) return node;
  // An alias has none; of two anchors for one value only the reader of everything knows which counts.
  if (node.kind === 'alias' || node.anchor !== undefined || node.tag !== undefined) throw new NotPlain();
  return { ...node, ...properties };
}
