import { isAlias, isMap, isNode, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { Document, Node, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { findTooDeep } from './yamlDepth';
import { flowDifferences } from './yamlFlow';
import type { SourceDocument, SourceNode, SourcePair, SourceProblem, SourceScalar } from './yamlSource';

const MAX_DEPTH = 200;

/** Reads any YAML and goes on behind errors. Large and slow: load it only for a text that needs it. */
export function readAnyYaml(text: string): readonly SourceDocument[] {
  // The library calls itself for every level, and a process that runs out of stack does not always survive it.
  const deep = findTooDeep(text, MAX_DEPTH);
  if (deep !== undefined) {
    const message = 'From here on the file is nested too deeply and was not read. Write it flatter.';
    const problem = { kind: 'too-deep', span: { start: deep, end: deep }, message } as const;
    return [{ root: undefined, problems: [problem] }];
  }
  const { colons, problems } = flowDifferences(text);
  const documents = parseAllDocuments(withStandIns(text, colons), {
    // Scalars are typed by us: compose's reader differs from every schema of the library.
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  // An empty stream comes as an object that is both array and document.
  if ('empty' in documents) return [];
  const reader = new NodeReader(text);
  const [first, ...others] = documents.map((document) => reader.readDocument(document));
  if (first === undefined) return [];
  return [{ ...first, problems: [...refusedByCompose(text), ...problems, ...first.problems] }, ...others];
}

/** A letter to the library, for a sign that would be more than that. */
const STAND_IN = '\ue03a';

function withStandIns(text: string, offsets: readonly number[]): string {
  let result = '';
  let end = 0;
  for (const offset of offsets) {
    result += text.slice(end, offset) + STAND_IN;
    end = offset + 1;
  }
  return result + text.slice(end);
}

// Compose's reader refuses these, the library takes them.
const CONTROL_CHARACTER = /[\0-\x08\v\f\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;
const OTHER_VERSION = /^%YAML[ \t]+(?!1\.1[ \t\r]*$).*$/m;

function* refusedByCompose(text: string): Iterable<SourceProblem> {
  const control = CONTROL_CHARACTER.exec(text);
  if (control !== null) {
    const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    const span = { start: control.index, end: control.index + 1 };
    yield { kind: 'syntax', span, message: `It holds the control character U+${code}. Remove it.` };
  }
  const version = text.startsWith('%') ? OTHER_VERSION.exec(text) : null;
  if (version !== null) {
    const span = { start: version.index, end: version.index + version[0].length };
    yield { kind: 'syntax', span, message: 'Compose knows YAML 1.1 alone. Remove this line.' };
  }
}

function firstSentence(message: string): string {
  const line = message.split('\n', 1)[0] ?? message;
  return line.endsWith('.') ? line : `${line}.`;
}

// What a text says too much may be a password that begins as a block of text or a tag does.
function withoutSource(message: string): string {
  return message.replace(/(extra characters|Unresolved tag|token in YAML stream): .*/s, '$1');
}

class NodeReader {
  /**
   * Where the library takes a text for a key that is none, such as `a` in `KEY: - a`, or for the beginning of the next
   * line's key. It is a piece of a value, maybe of a secret.
   */
  private noKeys: ReadonlySet<number> = new Set();
  private longKeys: ReadonlySet<number> = new Set();

  constructor(private readonly text: string) {}

  readDocument({ contents, errors }: Document.Parsed): SourceDocument {
    const startsOf = (message: string): ReadonlySet<number> =>
      new Set(errors.filter((error) => error.message.startsWith(message)).map(({ pos: [start] }) => start));
    this.noKeys = startsOf('Implicit map keys need to be followed by map values');
    this.longKeys = startsOf('Implicit keys need to be on a single line');
    const problems = errors.map(({ pos: [start, end], message }) => ({
      kind: 'syntax' as const,
      // What is missing at the end of the file is reported behind it.
      span: { start: Math.min(start, this.text.length), end: Math.min(end, this.text.length) },
      message: firstSentence(withoutSource(message)),
    }));
    return { root: contents === null ? undefined : this.read(contents), problems };
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
    const style = styleOf(node);
    const value = typeof node.value === 'string' ? node.value : '';
    // What stood in for a sign stands where the text has that sign.
    const isWritten = style !== 'plain' || !value.includes(STAND_IN) || this.text.startsWith(value, start);
    return { kind: 'scalar', start, end, style, value: isWritten ? value : value.replaceAll(STAND_IN, ':') };
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
