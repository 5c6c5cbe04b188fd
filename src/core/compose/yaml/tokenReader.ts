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
  OPEN_BRACE,
  OPEN_BRACKET,
  PERCENT,
  QUESTION,
  SINGLE_QUOTE,
  SPACE,
  STAR,
  TAB,
  isBreak,
  isSpace,
} from './characters';
import { skipComments } from './comments';
import { Cursor, YamlError } from './cursor';
import { KeyPlaces } from './keyPlaces';
import { readPlainScalar } from './plainScalar';
import { readDirective, readName, readTag } from './properties';
import { readQuotedScalar } from './quotedScalar';
import type { MaybeKey, SignKind, Token } from './token';

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
  private readonly keys: KeyPlaces;
  private isKeyAllowed = true;
  private lastText: SourceScalar | undefined;

  constructor(text: string) {
    this.cursor = new Cursor(text);
    this.keys = new KeyPlaces(this.cursor);
  }

  /** The next token, which stays. */
  peek(): Token {
    for (;;) {
      const token = this.waiting[this.next];
      if (token !== undefined && (token.maybeKey === undefined || !this.keys.isOpen(token.maybeKey)))
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
    const isFlow = this.keys.isFlow();
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
        this.keys.close();
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
      if (cursor.code() === HASH) skipComments(cursor);
      if (!isBreak(cursor.code())) return;
      cursor.skipBreak();
      if (!this.keys.isFlow()) this.isKeyAllowed = true;
    }
  }

  /** A tab is no blank where it could be meant to indent a key. */
  private isTabBlank(): boolean {
    return this.keys.isFlow() || !this.isKeyAllowed;
  }

  private end(): Token {
    // As behind a line's end, nothing more can turn out to be a key.
    this.cursor.lineStart = this.cursor.at;
    return this.documentMark('end', 0);
  }

  private directive(): Token {
    this.closeBlocks(-1);
    this.keys.close();
    this.isKeyAllowed = false;
    const start = this.cursor.at;
    const directive = readDirective(this.cursor);
    return { kind: 'directive', start, end: this.cursor.at, directive };
  }

  private documentMark(kind: SignKind, length: number): Token {
    this.closeBlocks(-1);
    this.keys.close();
    this.isKeyAllowed = false;
    return this.sign(kind, length);
  }

  private openBracket(kind: SignKind): Token {
    const maybeKey = this.maybeKeyHere();
    this.keys.openBracket();
    this.isKeyAllowed = true;
    return this.sign(kind, 1, maybeKey);
  }

  private closeBracket(kind: SignKind): Token {
    this.keys.closeBracket();
    this.isKeyAllowed = false;
    return this.sign(kind, 1);
  }

  private entry(): Token {
    if (!this.keys.isFlow()) {
      this.expectBlock(
        'A list cannot begin behind something else. Start it on a new line, or put a text in quotes.',
      );
      this.openBlock('block-list');
    }
    this.keys.close();
    this.isKeyAllowed = true;
    return this.sign('entry', 1);
  }

  private key(): Token {
    if (!this.keys.isFlow()) {
      this.expectBlock('A key cannot stand here. Start it on a new line, or put a text in quotes.');
      this.openBlock('block-map');
    }
    this.keys.close();
    this.isKeyAllowed = !this.keys.isFlow();
    return this.signBeforeTabs('key');
  }

  private value(): Token {
    const key = this.keys.current();
    if (key !== undefined) {
      this.beginKey(key);
      key.isOpen = false;
      this.isKeyAllowed = false;
      return this.sign('value', 1);
    }
    if (!this.keys.isFlow()) {
      if (!this.isKeyAllowed) this.refuseValue();
      this.openBlock('block-map');
    }
    this.isKeyAllowed = !this.keys.isFlow();
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
    if (this.keys.isFlow() || this.indent >= column) {
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
    const { scalar, endsLine } = readPlainScalar(this.cursor, this.indent + 1, this.keys.isFlow());
    this.isKeyAllowed = endsLine;
    this.lastText = scalar;
    return { kind: 'scalar', start: scalar.start, end: scalar.end, scalar, maybeKey };
  }

  private blockScalar(): Token {
    this.keys.close();
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
    if (this.keys.isFlow()) return;
    while (this.indent > column) {
      this.indent = this.outerIndents.pop() ?? -1;
      this.waiting.push(this.sign('block-end', 0));
    }
  }

  private maybeKeyHere(): MaybeKey | undefined {
    if (!this.isKeyAllowed) return undefined;
    const isRequired = !this.keys.isFlow() && this.indent === this.cursor.column();
    return this.keys.add(this.taken + this.waiting.length - this.next, isRequired);
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
