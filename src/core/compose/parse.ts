import { isAlias, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { Alias, Document, Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { MappedText } from '../env/mappedText';
import type { Value } from '../secret';
import type { Location, Span } from '../text';
import type { LoadProblem } from './project';
import type { ResolvedScalar } from './scalar';
import { resolvePlain, resolveTagged } from './scalar';
import { mapScalar } from './scalarText';
import type { ComposeNode, ListNode, MapEntry, MapNode, ScalarNode } from './tree';

export interface ParsedCompose {
  /** One per document of the file that holds anything. */
  readonly documents: readonly MapNode[];
  readonly problems: readonly LoadProblem[];
}

/** Substitutes the references of one scalar. */
export type Interpolate = (text: MappedText) => Value;

/** An alias repeats its anchor's nodes; a file that unfolds to more than this is an attack, not a stack. */
const MAX_NODES = 500_000;

/** The YAML documents of a text, before anything is made of them. */
export type YamlReader = (text: string) => readonly Document.Parsed[];

/** A reader that parses each text once: most of the time of loading a stack goes there. */
export function createYamlReader(): YamlReader {
  const known = new Map<string, readonly Document.Parsed[]>();
  return (text) => {
    const documents = known.get(text) ?? readYaml(text);
    known.set(text, documents);
    return documents;
  };
}

function readYaml(text: string): readonly Document.Parsed[] {
  const documents = parseAllDocuments(text, {
    // Scalars are typed by us: compose's reader differs from every schema of the library.
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  // An empty stream comes as an object that is both array and document.
  return 'empty' in documents ? [] : documents;
}

/** Reads one compose file. Never throws: what cannot be read is left out and reported. */
export function parseCompose(
  path: string,
  text: string,
  interpolate: Interpolate,
  reader: YamlReader,
): ParsedCompose {
  const problems: LoadProblem[] = [];
  const documents: MapNode[] = [];
  for (const document of reader(text)) {
    for (const error of document.errors) {
      const [start, end] = error.pos;
      const message = `This is not valid YAML, so compose cannot read the file: ${firstSentence(error.message)}`;
      problems.push({ code: 'compose/yaml-syntax', message, path, span: { start, end } });
    }
    const root = new DocumentReader(path, text, interpolate, problems).read(document);
    if (root?.kind === 'map') documents.push(root);
    else if (root !== undefined && document.errors.length === 0) {
      const message = 'A compose file is a mapping with the key “services”; compose refuses this one.';
      problems.push({ code: 'compose/structure', message, ...root.origin });
    }
  }
  return { documents, problems };
}

function firstSentence(message: string): string {
  const line = message.split('\n', 1)[0] ?? message;
  return line.endsWith('.') ? line : `${line}.`;
}

type AnchorState = { readonly kind: 'open' } | { readonly kind: 'done'; readonly node: ComposeNode };

/** Turns the documents of the YAML library into our tree, in reading order so that aliases see the latest anchor. */
class DocumentReader {
  private readonly path: string;
  private readonly text: string;
  private readonly interpolate: Interpolate;
  private readonly problems: LoadProblem[];
  private readonly anchors = new Map<string, AnchorState>();
  private readonly sizes = new Map<ComposeNode, number>();
  private isTooLarge = false;

  constructor(path: string, text: string, interpolate: Interpolate, problems: LoadProblem[]) {
    this.path = path;
    this.text = text;
    this.interpolate = interpolate;
    this.problems = problems;
  }

  read(document: Document.Parsed): ComposeNode | undefined {
    return document.contents === null ? undefined : this.node(document.contents, false);
  }

  private node(node: Node, isReset: boolean): ComposeNode {
    if (isAlias(node)) return this.alias(node);
    const anchor = 'anchor' in node && typeof node.anchor === 'string' ? node.anchor : undefined;
    if (anchor !== undefined) this.anchors.set(anchor, { kind: 'open' });
    const tag: ComposeNode['tag'] =
      node.tag === '!reset' ? 'reset' : node.tag === '!override' ? 'override' : undefined;
    const result = this.content(node, isReset || tag === 'reset');
    const tagged: ComposeNode = tag === undefined ? result : { ...result, tag };
    this.sizes.set(tagged, this.sizes.get(result) ?? 1);
    if (anchor !== undefined) this.anchors.set(anchor, { kind: 'done', node: tagged });
    return tagged;
  }

  private content(node: Node, isReset: boolean): ComposeNode {
    if (isMap(node)) return this.map(node, isReset);
    if (isSeq(node)) return this.list(node, isReset);
    if (isScalar(node)) return this.scalar(node, isReset);
    return this.nothing(this.spanOf(node));
  }

  private map(node: YAMLMap, isReset: boolean): MapNode {
    const own = new Map<string, MapEntry>();
    const merged: ComposeNode[] = [];
    let size = 1;
    let mergeSpan: Span | undefined;
    for (const pair of node.items) {
      const key = pair.key;
      if (isMergeKey(key)) {
        if (mergeSpan !== undefined) this.reportDuplicate('<<', this.spanOf(key), mergeSpan);
        mergeSpan ??= this.spanOf(key);
        if (isNode(pair.value)) merged.push(...this.mergeSources(this.node(pair.value, isReset)));
        continue;
      }
      const name = this.keyName(pair);
      if (name === undefined) continue;
      const value = isNode(pair.value) ? this.node(pair.value, isReset) : this.nothing(endOf(name.span));
      size += this.sizeOf(value);
      const earlier = own.get(name.text);
      if (earlier !== undefined) this.reportDuplicate(name.text, name.span, earlier.keyOrigin.span);
      own.set(name.text, { keyOrigin: this.at(name.span), value });
    }
    const entries = new Map<string, MapEntry>();
    for (const source of merged.reverse()) {
      if (source.kind !== 'map') continue;
      size += this.sizeOf(source);
      for (const [key, entry] of source.entries) entries.set(key, entry);
    }
    for (const [key, entry] of own) entries.set(key, entry);
    return this.sized({ kind: 'map', origin: this.at(this.spanOf(node)), entries }, size);
  }

  private list(node: YAMLSeq, isReset: boolean): ListNode {
    const items: ComposeNode[] = [];
    let size = 1;
    for (const item of node.items) {
      const value = isNode(item) ? this.node(item, isReset) : this.nothing(this.spanOf(node));
      size += this.sizeOf(value);
      items.push(value);
    }
    return this.sized({ kind: 'list', origin: this.at(this.spanOf(node)), items }, size);
  }

  private scalar(node: Scalar, isReset: boolean): ScalarNode {
    const span = this.spanOf(node);
    const source = typeof node.value === 'string' ? node.value : '';
    const resolved = this.resolve(node, source, span);
    const origin = this.at(span);
    if (resolved.type === 'float' && /^[-+]?(Inf|NaN)$/.test(resolved.text)) {
      this.report('compose/structure', span, `${source} is no number that compose takes. Put it in quotes.`);
    }
    if (resolved.type !== 'string' || isReset || !source.includes('$')) {
      return { kind: 'scalar', origin, type: resolved.type, value: resolved.text };
    }
    const value = this.interpolate(mapScalar(this.text, span.start, span.end, source));
    return { kind: 'scalar', origin, type: 'string', value };
  }

  private resolve(node: Scalar, source: string, span: Span): ResolvedScalar {
    const isPlain = node.type === 'PLAIN';
    const standardTag = /^tag:yaml\.org,2002:(.*)$/.exec(node.tag ?? '')?.[1];
    if (standardTag === undefined) {
      return isPlain ? resolvePlain(source) : { type: 'string', text: source };
    }
    const resolved = resolveTagged(standardTag, source, isPlain);
    if (resolved !== undefined) return resolved;
    const message = `The value does not fit the tag !!${standardTag}, so compose cannot read the file. Change one of them.`;
    this.report('compose/yaml-syntax', span, message);
    return { type: 'string', text: source };
  }

  private alias(node: Alias): ComposeNode {
    const span = this.spanOf(node);
    const anchor = this.anchors.get(node.source);
    if (anchor?.kind === 'done') {
      if (!this.isTooLarge) return anchor.node;
      return this.nothing(span);
    }
    const message =
      anchor === undefined
        ? `No anchor “&${node.source}” stands above this alias, so compose cannot read the file. Anchors do not cross files.`
        : `The anchor “&${node.source}” contains this alias to itself, so compose cannot read the file.`;
    this.report('compose/unresolved-alias', span, message);
    return this.nothing(span);
  }

  private mergeSources(node: ComposeNode): readonly ComposeNode[] {
    if (node.kind === 'map') return [node];
    if (node.kind === 'list' && node.items.every((item) => item.kind === 'map')) return node.items;
    const message = '“<<” takes a mapping or a list of mappings; compose refuses the file.';
    this.problems.push({ code: 'compose/merge-not-map', message, ...node.origin });
    return [];
  }

  private keyName(pair: Pair): { readonly text: string; readonly span: Span } | undefined {
    const key = pair.key;
    if (isScalar(key) && typeof key.value === 'string') {
      const span = this.spanOf(key);
      const type = key.type === 'PLAIN' ? resolvePlain(key.value).type : 'string';
      if (type === 'string') return { text: key.value, span };
      this.report(
        'compose/structure',
        span,
        `Keys are texts: put ${key.value || 'this key'} in quotes, or compose refuses the file.`,
      );
      return { text: key.value, span };
    }
    const span = isNode(key) ? this.spanOf(key) : { start: 0, end: 0 };
    this.report('compose/structure', span, 'A key must be a single text; compose refuses the file.');
    return undefined;
  }

  private reportDuplicate(key: string, span: Span, first: Span): void {
    const line = this.text.slice(0, first.start).split('\n').length;
    const advice = key === '<<' ? 'Merge both with “<<: [*a, *b]”.' : 'Remove one of them.';
    this.report(
      'compose/duplicate-key',
      span,
      `“${key}” stands on line ${line} already, so compose refuses the file. ${advice}`,
    );
  }

  private report(code: string, span: Span, message: string): void {
    this.problems.push({ code, message, ...this.at(span) });
  }

  private nothing(span: Span): ScalarNode {
    return { kind: 'scalar', origin: this.at(span), type: 'null', value: '' };
  }

  private sized<T extends ComposeNode>(node: T, size: number): T {
    this.sizes.set(node, size);
    if (size > MAX_NODES && !this.isTooLarge) {
      this.isTooLarge = true;
      const message = 'The aliases of this file unfold to more than compose accepts. Use fewer of them.';
      this.problems.push({ code: 'compose/excessive-aliases', message, ...node.origin });
    }
    return node;
  }

  private sizeOf(node: ComposeNode): number {
    return this.sizes.get(node) ?? 1;
  }

  private at(span: Span): Location {
    return { path: this.path, span };
  }

  private spanOf(node: unknown): Span {
    const range = isNode(node) ? node.range : undefined;
    return range ? { start: range[0], end: range[1] } : { start: 0, end: 0 };
  }
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

function endOf(span: Span): Span {
  return { start: span.end, end: span.end };
}
