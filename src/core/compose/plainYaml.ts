import { readMarked } from './plain/flow';
import { emptyScalar, readBlockScalar, readKey, readPlain } from './plain/scalars';
import { NotPlain, Scanner } from './plain/scanner';
import type { SourceNode, SourcePair, SourceScalar } from './yamlSource';

/**
 * Reads the YAML that compose files are mostly written in, many times faster than a reader that takes every YAML there
 * is: block mappings and lists, scalars on one line, `|` and `>`, brackets, anchors, aliases, `!reset` and `!override`.
 * Undefined for everything else and for everything that may be an error: that is for a full reader to judge.
 */
export function readPlainYaml(text: string): { readonly root: SourceNode | undefined } | undefined {
  if (NEVER_PLAIN.test(text)) return undefined;
  try {
    return { root: new BlockReader(new Scanner(text)).read() };
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

/** What YAML gives no place or a meaning of its own: control characters, a CR alone, other line ends. */
const NEVER_PLAIN = /[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]|\r(?!\n)/;

const PROPERTIES = / *(?:&([\w-]+)|(!reset|!override))(?=[ \r\n]|$)/y;

interface Properties {
  readonly anchor?: string;
  readonly tag?: string;
}

/** Reads what its indentation holds together. The scanner stands on a token between two calls. */
class BlockReader {
  constructor(private readonly scanner: Scanner) {}

  read(): SourceNode | undefined {
    const { scanner } = this;
    scanner.toToken(0);
    if (scanner.text.startsWith('---', scanner.at) && scanner.isDocumentMark()) {
      scanner.at += 3;
      scanner.endLine();
    } else if (scanner.isAtEnd()) return undefined;
    if (scanner.isAtEnd() || scanner.isDocumentMark()) throw new NotPlain();
    const root = this.block(-1);
    if (!scanner.isAtEnd()) throw new NotPlain();
    return root;
  }

  /** The mapping, list or value that starts here, which is further right than its parent. */
  private block(parent: number): SourceNode {
    if (this.scanner.isDash()) return this.list();
    const key = readKey(this.scanner);
    return key === undefined ? this.inline(parent) : this.map(key);
  }

  private map(first: SourceScalar): SourceNode {
    const { scanner } = this;
    scanner.enter();
    const column = first.start - scanner.lineStart;
    const items: SourcePair[] = [];
    for (let key: SourceScalar | undefined = first; ; key = readKey(scanner)) {
      if (key === undefined) throw new NotPlain();
      items.push({ key, value: this.value(column) });
      if (!this.continues(column)) break;
    }
    scanner.leave();
    return { kind: 'map', start: first.start, end: items.at(-1)?.value.end ?? 0, isFlow: false, items };
  }

  private list(): SourceNode {
    const { scanner } = this;
    scanner.enter();
    const start = scanner.at;
    const column = scanner.column();
    const items: SourceNode[] = [];
    do {
      scanner.at++;
      items.push(this.item(column));
    } while (this.continues(column) && scanner.isDash());
    scanner.leave();
    return { kind: 'list', start, end: items.at(-1)?.end ?? start, isFlow: false, items };
  }

  /** Whether a collection goes on with the line that was reached. */
  private continues(column: number): boolean {
    const { scanner } = this;
    if (scanner.isAtEnd()) return false;
    if (scanner.column() > column || scanner.isDocumentMark()) throw new NotPlain();
    return scanner.column() === column;
  }

  /** What stands behind `key:`. */
  private value(column: number): SourceNode {
    const { scanner } = this;
    const { properties, end } = this.properties();
    if (!scanner.isLineOver()) return withProperties(this.inline(column), properties);
    scanner.endLine();
    const isBelow = !scanner.isAtEnd() && scanner.column() > column;
    const isListBeside = !scanner.isAtEnd() && scanner.column() === column && scanner.isDash();
    return withProperties(isBelow || isListBeside ? this.block(column) : emptyScalar(end), properties);
  }

  /** What stands behind a dash: also a mapping or list that begins on its line. */
  private item(column: number): SourceNode {
    const { scanner } = this;
    const { properties, end } = this.properties();
    if (scanner.isLineOver()) {
      scanner.endLine();
      const isBelow = !scanner.isAtEnd() && scanner.column() > column;
      return withProperties(isBelow ? this.block(column) : emptyScalar(end), properties);
    }
    if (properties === undefined) return this.block(column);
    // Properties in front of a key would be those of the key.
    if (scanner.isDash() || readKey(scanner) !== undefined) throw new NotPlain();
    return withProperties(this.inline(column), properties);
  }

  /** A value that begins on the line of its key or dash, and the way to the next token. */
  private inline(parent: number): SourceNode {
    const { scanner } = this;
    const first = scanner.text.charAt(scanner.at);
    if (first === '|' || first === '>') return readBlockScalar(scanner, parent);
    const node = readMarked(scanner) ?? readPlain(scanner);
    scanner.endLine();
    return node;
  }

  /** An anchor, a tag or both. `end` is behind them. */
  private properties(): { readonly properties: Properties | undefined; readonly end: number } {
    const { scanner } = this;
    let properties: Properties | undefined;
    PROPERTIES.lastIndex = scanner.at;
    for (let match = PROPERTIES.exec(scanner.text); match !== null; match = PROPERTIES.exec(scanner.text)) {
      const [, anchor, tag] = match;
      const isTwice = anchor === undefined ? properties?.tag : properties?.anchor;
      if (isTwice !== undefined) throw new NotPlain();
      properties = { ...properties, ...(anchor === undefined ? tag && { tag } : { anchor }) };
      scanner.at = PROPERTIES.lastIndex;
    }
    const end = scanner.at;
    scanner.skipSpaces();
    return { properties, end };
  }
}

function withProperties(node: SourceNode, properties: Properties | undefined): SourceNode {
  if (properties === undefined) return node;
  // An alias has none; of two anchors for one value only the reader of everything knows which counts.
  if (node.kind === 'alias' || node.anchor !== undefined || node.tag !== undefined) throw new NotPlain();
  return { ...node, ...properties };
}
