import { isAlias, isMap, isNode, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { Document, Node, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { findTooDeep } from './yamlDepth';
import type { SourceNode, SourcePair, SourceScalar } from './yamlSource';

const MAX_DEPTH = 200;

/**
 * What can be made out of a text that compose refuses, on both sides of its errors. The library reads YAML in its own
 * way, which is good enough there. It is large and slow: load it only for a text that needs it.
 */
export function recoverYaml(text: string): readonly SourceNode[] {
  // The library calls itself for every level, and a process that runs out of stack does not always survive it.
  if (findTooDeep(text, MAX_DEPTH) !== undefined) return [];
  const documents = parseAllDocuments(text, {
    // Scalars are typed by us: compose's reader differs from every schema of the library.
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  // An empty stream comes as an object that is both array and document.
  if ('empty' in documents) return [];
  const reader = new NodeReader(text);
  return documents.flatMap((document) => reader.readDocument(document) ?? []);
}

class NodeReader {
  /**
   * Where the library takes a text for a key that is none, such as `a` in `KEY: - a`, or for the beginning of the next
   * line's key. It is a piece of a value, maybe of a secret.
   */
  private noKeys: ReadonlySet<number> = new Set();
  private longKeys: ReadonlySet<number> = new Set();

  constructor(private readonly text: string) {}

  readDocument({ contents, errors }: Document.Parsed): SourceNode | undefined {
    const startsOf = (message: string): ReadonlySet<number> =>
      new Set(errors.filter((error) => error.message.startsWith(message)).map(({ pos: [start] }) => start));
    this.noKeys = startsOf('Implicit map keys need to be followed by map values');
    this.longKeys = startsOf('Implicit keys need to be on a single line');
    return contents === null ? undefined : this.read(contents);
  }

  private read(node: Node): SourceNode {
    const [start, end] = node.range ?? [0, 0];
    if (isAlias(node)) return { kind: 'alias', start, end, name: node.source };
    const anchor = 'anchor' in node && typeof node.anchor === 'string' && node.anchor;
    const properties = { ...(anchor && { anchor }), ...(node.tag && { tag: node.tag }) };
    if (isMap(node)) return { ...this.map(node, start, end), ...properties };
    if (isSeq(node)) return { ...this.list(node, start, end), ...properties };
    return { ...this.scalar(node, start, end), ...properties };
  }

  private scalar(node: Node, start: number, end: number): SourceScalar {
    if (!isScalar(node)) return { kind: 'scalar', start, end, style: 'plain', value: '' };
    const value = typeof node.value === 'string' ? node.value : '';
    return { kind: 'scalar', start, end, style: styleOf(node), value };
  }

  private map(node: YAMLMap, start: number, flowEnd: number): SourceNode {
    const items = node.items.flatMap((pair): readonly SourcePair[] => {
      const key = isNode(pair.key) ? this.key(pair.key) : empty(start);
      return this.noKeys.has(key.start) ? [] : [{ key, value: this.value(pair.value, key.end) }];
    });
    const isFlow = node.flow === true;
    const end = isFlow ? flowEnd : (items.at(-1)?.value.end ?? start);
    return { kind: 'map', start, end, isFlow, items };
  }

  private key(node: Node): SourceNode {
    const key = this.read(node);
    if (key.kind !== 'scalar' || key.style !== 'plain' || !this.longKeys.has(key.start)) return key;
    const written = this.text.slice(key.start, key.end);
    const value = /[^\r\n]*$/.exec(written)?.[0].trimStart() ?? '';
    return { ...key, start: key.end - value.length, value };
  }

  /** Nothing stands right behind its colon or dash, however many blanks the library counts to it. */
  private value(node: unknown, keyEnd: number): SourceNode {
    if (!isNode(node)) return empty(keyEnd);
    const value = this.read(node);
    return isNothing(value) ? empty(this.text.indexOf(':', keyEnd) + 1 || keyEnd) : value;
  }

  private list(node: YAMLSeq, start: number, flowEnd: number): SourceNode {
    const items = node.items.map((item) => this.item(item, start));
    const isFlow = node.flow === true;
    const end = isFlow ? flowEnd : (items.at(-1)?.end ?? start);
    return { kind: 'list', start, end, isFlow, items };
  }

  private item(node: unknown, listStart: number): SourceNode {
    if (!isNode(node)) return empty(listStart);
    const item = this.read(node);
    return isNothing(item) ? empty(this.text.lastIndexOf('-', item.start - 1) + 1) : item;
  }
}

function isNothing({ start, end, anchor, tag }: SourceNode): boolean {
  return start === end && anchor === undefined && tag === undefined;
}

function empty(at: number): SourceScalar {
  return { kind: 'scalar', start: at, end: at, style: 'plain', value: '' };
}

const STYLES: Readonly<Record<string, SourceScalar['style']>> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'block',
  BLOCK_FOLDED: 'block',
};

function styleOf({ type = 'PLAIN' }: Scalar): SourceScalar['style'] {
  return STYLES[type] ?? 'plain';
}
