import type { SourceScalar } from '../yamlSource';
import { readBlockScalar } from './blockScalar';
import {
  AMPERSAND,
  AT,
  BACKTICK,
  BANG,
  BAR,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DASH,
  DOUBLE_QUOTE,
  GREATER,
  HASH,
  NEWLINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  PERCENT,
  QUESTION,
  RETURN,
  SINGLE_QUOTE,
  SPACE,
  STAR,
  TAB,
  isBlank,
  isBreak,
  isSpace,
} from './characters';
import { Cursor, YamlError } from './cursor';
import { readPlainScalar } from './plainScalar';
import { readDirective, readName, readTag } from './properties';
import { readQuotedScalar } from './quotedScalar';
import type { MaybeKey, SignKind, Token } from './token';

/** A key may stand this many characters in front of its colon, and on the same line. */
const MAX_KEY = 1024;
/** How far behind a comment another one is looked for. */
const MAX_BETWEEN_COMMENTS = 512;

/**
 * Cuts a text into tokens as the YAML reader of compose does. Whether something is a key shows only at its colon, so
 * tokens wait until that is known.
 */
export class TokenReader {
  private readonly cursor: Cursor;
  private readonly waiting: Token[] = [];
  private next = 0;
  private taken = 0;
  /** The column of the innermost block collection, and those around it. */
  private indent = -1;
  private readonly outerIndents: number[] = [];
  /** How many brackets are open. For each, and for what is outside of all, the last place where a key may begin. */
  private flowLevel = 0;
  private readonly maybeKeys: (MaybeKey | undefined)[] = [undefined];
  private isKeyAllowed = true;
  private lastText: SourceScalar | undefined;

  constructor(text: string) {
    this.cursor = new Cursor(text);
  }

  /** The next token, which stays. */
  peek(): Token {
    for (;;) {
      const token = this.waiting[this.next];
      if (token !== undefined && (token.maybeKey === undefined || !this.isStillOpen(token.maybeKey)))
        return token;
      this.read();
    }
  }

  /** Takes the next token away. Behind the end stands the end again. */
  take(): Token {
    const token = this.peek();
    if (token.kind !== 'end') {
      this.next++;
      this.taken++;
    }
    return token;
  }

  private read(): void {
    const { cursor } = this;
    if (this.next === this.waiting.length) {
      this.waiting.length = 0;
      this.next = 0;
    }
    this.skipToToken();
    this.closeBlocks(cursor.column());
    this.waiting.push(this.token(cursor.code()));
  }

  private token(code: number): Token {
    const { cursor } = this;
    if (cursor.isAtEnd()) return this.end();
    if (cursor.isDocumentMark())
      return this.documentMark(code === DASH ? 'document-start' : 'document-end', 3);
    if (code === PERCENT && cursor.column() === 0) return this.directive();
    const isFlow = this.flowLevel > 0;
    switch (code) {
      case OPEN_BRACKET:
        return this.openBracket('flow-list');
      case OPEN_BRACE:
        return this.openBracket('flow-map');
      case CLOSE_BRACKET:
        return this.closeBracket('flow-list-end');
      case CLOSE_BRACE:
        return this.closeBracket('flow-map-end');
      case COMMA:
        this.closeKey();
        this.isKeyAllowed = true;
        return this.sign('flow-entry', 1);
      case DASH:
        if (isSpace(cursor.code(1))) return this.entry();
        return this.plainScalar();
      case QUESTION:
        if (isFlow || isSpace(cursor.code(1))) return this.key();
        return this.plainScalar();
      case COLON:
        if (isFlow || isSpace(cursor.code(1))) return this.value();
        return this.plainScalar();
      case STAR:
        return this.reference('alias');
      case AMPERSAND:
        return this.reference('anchor');
      case BANG:
        return this.tag();
      case SINGLE_QUOTE:
      case DOUBLE_QUOTE:
        return this.quotedScalar();
      case BAR:
      case GREATER:
        if (!isFlow) return this.blockScalar();
        break;
      case TAB:
        throw new YamlError('A tab cannot indent a line. Use spaces.', cursor.at, cursor.at + 1);
      case PERCENT:
      case AT:
      case BACKTICK:
        break;
      default:
        return this.plainScalar();
    }
    const message = 'No text begins with this sign unless it stands in quotes. Put it in quotes.';
    throw new YamlError(message, cursor.at, cursor.at + 1);
  }

  private skipToToken(): void {
    const { cursor } = this;
    for (;;) {
      for (
        let code = cursor.code();
        code === SPACE || (code === TAB && this.isTabBlank());
        code = cursor.code()
      )
        cursor.at++;
      if (cursor.code() === HASH) this.skipComments();
      if (!isBreak(cursor.code())) return;
      cursor.skipBreak();
      if (this.flowLevel === 0) this.isKeyAllowed = true;
    }
  }

  /** A tab is no blank where it could be meant to indent a key. */
  private isTabBlank(): boolean {
    return this.flowLevel > 0 || !this.isKeyAllowed;
  }

  /** To the end of the last comment in a row. What stands between two of them does not matter, even a tab. */
  private skipComments(): void {
    const { cursor } = this;
    for (;;) {
      cursor.skipToLineEnd();
      let ahead = 0;
      while (ahead < MAX_BETWEEN_COMMENTS && isBetweenComments(cursor.code(ahead))) ahead++;
      if (cursor.code(ahead) !== HASH) return;
      cursor.at += ahead;
    }
  }

  private end(): Token {
    // As behind a line's end, nothing more can turn out to be a key.
    this.cursor.lineStart = this.cursor.at;
    return this.documentMark('end', 0);
  }

  private directive(): Token {
    this.closeBlocks(-1);
    this.closeKey();
    this.isKeyAllowed = false;
    const start = this.cursor.at;
    const directive = readDirective(this.cursor);
    return { kind: 'directive', start, end: this.cursor.at, directive };
  }

  private documentMark(kind: SignKind, length: number): Token {
    this.closeBlocks(-1);
    this.closeKey();
    this.isKeyAllowed = false;
    return this.sign(kind, length);
  }

  private openBracket(kind: SignKind): Token {
    const maybeKey = this.maybeKeyHere();
    this.flowLevel++;
    this.maybeKeys.push(undefined);
    this.isKeyAllowed = true;
    return this.sign(kind, 1, maybeKey);
  }

  private closeBracket(kind: SignKind): Token {
    this.closeKey();
    if (this.flowLevel > 0) {
      this.flowLevel--;
      this.maybeKeys.pop();
    }
    this.isKeyAllowed = false;
    return this.sign(kind, 1);
  }

  private entry(): Token {
    if (this.flowLevel === 0) {
      this.expectBlock(
        'A list cannot begin behind something else. Start it on a new line, or put a text in quotes.',
      );
      this.openBlock('block-list');
    }
    this.closeKey();
    this.isKeyAllowed = true;
    return this.sign('entry', 1);
  }

  private key(): Token {
    if (this.flowLevel === 0) {
      this.expectBlock('A key cannot stand here. Start it on a new line, or put a text in quotes.');
      this.openBlock('block-map');
    }
    this.closeKey();
    this.isKeyAllowed = this.flowLevel === 0;
    return this.signBeforeTabs('key');
  }

  private value(): Token {
    const key = this.maybeKeys[this.flowLevel];
    if (key !== undefined && this.isStillOpen(key)) {
      this.beginKey(key);
      key.isOpen = false;
      this.isKeyAllowed = false;
      return this.sign('value', 1);
    }
    if (this.flowLevel === 0) {
      if (!this.isKeyAllowed) this.refuseValue();
      this.openBlock('block-map');
    }
    this.isKeyAllowed = this.flowLevel === 0;
    return this.signBeforeTabs('value');
  }

  private refuseValue(): never {
    const { at, text } = this.cursor;
    // A text may have taken in the lines up to this colon.
    const isBehindText = text.slice(this.lastText?.end ?? at, at).trim() === '';
    const start = isBehindText ? (this.lastText?.start ?? at) : at;
    const message =
      'A text cannot hold a colon with a blank behind it. Put it in quotes, or correct the indentation.';
    throw new YamlError(message, start, at + 1);
  }

  /** Puts in front of what turned out to be a key that it is one. */
  private beginKey({ number, start, lineStart }: MaybeKey): void {
    const index = number - this.taken + this.next;
    const sign: Token = { kind: 'key', start, end: start, maybeKey: undefined };
    const column = start - lineStart;
    if (this.flowLevel > 0 || this.indent >= column) {
      this.waiting.splice(index, 0, sign);
      return;
    }
    this.outerIndents.push(this.indent);
    this.indent = column;
    this.waiting.splice(index, 0, { ...sign, kind: 'block-map' }, sign);
  }

  private reference(kind: 'alias' | 'anchor'): Token {
    const maybeKey = this.maybeKeyHere();
    this.isKeyAllowed = false;
    const start = this.cursor.at;
    const name = readName(this.cursor);
    return { kind, start, end: this.cursor.at, name, maybeKey };
  }

  private tag(): Token {
    const maybeKey = this.maybeKeyHere();
    this.isKeyAllowed = false;
    const start = this.cursor.at;
    const tag = readTag(this.cursor);
    return { kind: 'tag', start, end: this.cursor.at, tag, maybeKey };
  }

  private quotedScalar(): Token {
    const maybeKey = this.maybeKeyHere();
    this.isKeyAllowed = false;
    const scalar = readQuotedScalar(this.cursor);
    return { kind: 'scalar', start: scalar.start, end: scalar.end, scalar, maybeKey };
  }

  private plainScalar(): Token {
    const maybeKey = this.maybeKeyHere();
    const { scalar, endsLine } = readPlainScalar(this.cursor, this.indent + 1, this.flowLevel > 0);
    this.isKeyAllowed = endsLine;
    this.lastText = scalar;
    return { kind: 'scalar', start: scalar.start, end: scalar.end, scalar, maybeKey };
  }

  private blockScalar(): Token {
    this.closeKey();
    this.isKeyAllowed = true;
    const scalar = readBlockScalar(this.cursor, this.indent);
    return { kind: 'scalar', start: scalar.start, end: scalar.end, scalar };
  }

  private sign(kind: SignKind, length: number, maybeKey?: MaybeKey): Token {
    const start = this.cursor.at;
    this.cursor.at += length;
    return { kind, start, end: this.cursor.at, maybeKey };
  }

  private expectBlock(message: string): void {
    if (!this.isKeyAllowed) throw new YamlError(message, this.cursor.at, this.cursor.at + 1);
  }

  /** Begins a block collection in this column, unless one is open here. */
  private openBlock(kind: SignKind): void {
    const column = this.cursor.column();
    if (this.indent >= column) return;
    this.outerIndents.push(this.indent);
    this.indent = column;
    this.waiting.push(this.sign(kind, 0));
  }

  /** Ends the block collections that stand further right. */
  private closeBlocks(column: number): void {
    if (this.flowLevel > 0) return;
    while (this.indent > column) {
      this.indent = this.outerIndents.pop() ?? -1;
      this.waiting.push(this.sign('block-end', 0));
    }
  }

  /** What begins here may turn out to be a key; what began before it is none. */
  private maybeKeyHere(): MaybeKey | undefined {
    if (!this.isKeyAllowed) return undefined;
    this.closeKey();
    const { at: start, lineStart } = this.cursor;
    const isRequired = this.flowLevel === 0 && this.indent === start - lineStart;
    const number = this.taken + this.waiting.length - this.next;
    const key = { isOpen: true, isRequired, start, lineStart, number };
    this.maybeKeys[this.flowLevel] = key;
    return key;
  }

  private isStillOpen(key: MaybeKey): boolean {
    if (!key.isOpen) return false;
    const { cursor } = this;
    if (key.lineStart === cursor.lineStart && !this.isTooLong(key)) return true;
    this.close(key);
    return false;
  }

  private isTooLong({ start }: MaybeKey): boolean {
    const { at, text } = this.cursor;
    if (at - start <= MAX_KEY || at - start > 2 * MAX_KEY) return at - start > MAX_KEY;
    return Array.from(text.slice(start, at)).length > MAX_KEY;
  }

  private closeKey(): void {
    const key = this.maybeKeys[this.flowLevel];
    if (key?.isOpen === true) this.close(key);
  }

  private close(key: MaybeKey): void {
    if (key.isRequired) {
      const message =
        'A key and a colon should stand here. Add the colon, or indent the text if it goes on here.';
      throw new YamlError(message, key.start, wordEnd(this.cursor.text, key.start));
    }
    key.isOpen = false;
  }

  /** Behind such a sign a tab is no blank, unless a comment follows. */
  private signBeforeTabs(kind: SignKind): Token {
    const { cursor } = this;
    const token = this.sign(kind, 1);
    cursor.skipBlanks();
    if (cursor.code() !== HASH) cursor.at = token.end;
    return token;
  }
}

// Other ends of lines keep the next comment from being found, as they do in compose.
function isBetweenComments(code: number): boolean {
  return isBlank(code) || code === NEWLINE || code === RETURN;
}

function wordEnd(text: string, start: number): number {
  let end = start;
  while (!isSpace(text.charCodeAt(end))) end++;
  return end;
}
