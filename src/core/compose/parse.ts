import type { MappedText } from '../env/mappedText';
import type { Value } from '../secret';
import type { Location, Span } from '../text';
import { LineIndex } from '../text';
import type { LoadProblem } from './project';
import type { ResolvedScalar } from './scalar';
import { resolvePlain, resolveTagged } from './scalar';
import { mapScalar } from './scalarText';
import type { ComposeNode, ListNode, MapEntry, MapNode, ScalarNode } from './tree';
import type {
  SourceAlias,
  SourceDocument,
  SourceList,
  SourceMap,
  SourceNode,
  SourceScalar,
} from './yamlSource';

export interface ParsedCompose {
  /** One per document of the file that holds anything. */
  readonly documents: readonly MapNode[];
  readonly problems: readonly LoadProblem[];
}

/** Substitutes the references of one scalar. */
export type Interpolate = (text: MappedText) => Value;

/** An alias repeats its anchor's nodes; a file that repeats more than this is an attack, not a stack. */
const MAX_REPEATED_NODES = 500_000;
/** Nesting of what is written and what aliases bring; beyond it there would be no stack left to walk the tree. */
const MAX_DEPTH = 300;

/** Makes a tree of a compose file's documents. Never throws: what cannot be read is left out and reported. */
export function parseCompose(
  path: string,
  text: string,
  interpolate: Interpolate,
  sources: readonly SourceDocument[],
): ParsedCompose {
  const problems: LoadProblem[] = [];
  const documents: MapNode[] = [];
  const anchors: Anchors = new Map();
  for (const source of sources) {
    for (const { kind, span, message } of source.problems) {
      if (kind === 'too-deep') {
        problems.push({ code: 'compose/too-deep', message, path, span });
        continue;
      }
      const explained = `This is not valid YAML, so compose cannot read the file: ${message}`;
      problems.push({ code: 'compose/yaml-syntax', message: explained, path, span });
    }
    if (source.root === undefined) continue;
    const root = new DocumentReader(path, text, interpolate, problems, anchors).read(source.root);
    if (root.kind === 'map') documents.push(root);
    else if (source.problems.length === 0) {
      const message = 'A compose file is a mapping with the key “services”; compose refuses this one.';
      problems.push({ code: 'compose/schema', message, ...root.origin });
    }
  }
  return { documents, problems };
}

interface Anchored {
  readonly node: ComposeNode;
  readonly source: SourceNode;
  /** How many nodes it holds, and how deep they go. */
  readonly size: number;
  readonly height: number;
}

/** By name. To compose an anchor also stands for aliases in later documents of its file. */
type Anchors = Map<string, Anchored | 'open'>;

/** Turns a document into our tree, in reading order so that aliases see the latest anchor. */
class DocumentReader {
  private depth = 0;
  /** Of the nodes read so far in the innermost open one. */
  private height = 0;
  private size = 0;
  private repeated = 0;
  private lines: LineIndex | undefined;

  constructor(
    private readonly path: string,
    private readonly text: string,
    private readonly interpolate: Interpolate,
    private readonly problems: LoadProblem[],
    private readonly anchors: Anchors,
  ) {}

  read(root: SourceNode): ComposeNode {
    return this.node(root, false);
  }

  private node(node: SourceNode, isReset: boolean): ComposeNode {
    if (node.kind === 'alias') return this.alias(node);
    const { anchor } = node;
    const tag: ComposeNode['tag'] =
      node.tag === '!reset' ? 'reset' : node.tag === '!override' ? 'override' : undefined;
    if (anchor !== undefined) this.anchors.set(anchor, 'open');
    const sizeBefore = this.size++;
    const heightBeside = this.height;
    this.height = 0;
    this.depth++;
    const content = this.content(node, isReset || tag === 'reset');
    this.depth--;
    const height = this.height + 1;
    this.height = Math.max(heightBeside, height);
    const result: ComposeNode = tag === undefined ? content : { ...content, tag };
    if (anchor !== undefined) {
      this.anchors.set(anchor, { node: result, source: node, size: this.size - sizeBefore, height });
    }
    return result;
  }

  private content(node: Exclude<SourceNode, SourceAlias>, isReset: boolean): ComposeNode {
    if (node.kind === 'scalar') return this.scalar(node, isReset);
    if (this.depth > MAX_DEPTH) return this.tooDeep(node);
    return node.kind === 'map' ? this.map(node, isReset) : this.list(node, isReset);
  }

  private map(node: SourceMap, isReset: boolean): MapNode {
    const own = new Map<string, MapEntry>();
    const merged: MapNode[] = [];
    let mergeSpan: Span | undefined;
    for (const { key, value } of node.items) {
      if (isMergeKey(key)) {
        if (mergeSpan !== undefined) this.reportDuplicate('<<', spanOf(key), mergeSpan);
        mergeSpan ??= spanOf(key);
        merged.push(...this.mergeSources(this.node(value, isReset)));
        continue;
      }
      const name = this.keyName(key);
      if (name === undefined) continue;
      const earlier = own.get(name);
      // To compose an alias is another key than the text that it stands for, and takes its place.
      if (earlier !== undefined && this.isAlias(earlier.keyOrigin.span) === (key.kind === 'alias'))
        this.reportDuplicate(name, spanOf(key), earlier.keyOrigin.span);
      own.set(name, { keyOrigin: this.at(key), value: this.node(value, isReset) });
    }
    const origin = this.at(node);
    if (merged.length === 0) return { kind: 'map', origin, entries: own };
    const entries = new Map<string, MapEntry>();
    for (const source of merged.reverse()) for (const [key, entry] of source.entries) entries.set(key, entry);
    for (const [key, entry] of own) entries.set(key, entry);
    return { kind: 'map', origin, entries };
  }

  private list(node: SourceList, isReset: boolean): ListNode {
    return { kind: 'list', origin: this.at(node), items: node.items.map((item) => this.node(item, isReset)) };
  }

  private scalar(node: SourceScalar, isReset: boolean): ScalarNode {
    const origin = this.at(node);
    const resolved = this.resolve(node);
    if (resolved.type === 'float' && /^[-+]?(Inf|NaN)$/.test(resolved.text)) {
      const message = `${node.value} is no number that compose takes. Put it in quotes.`;
      this.report('compose/schema', origin, message);
    }
    if (resolved.type !== 'string' || isReset || !resolved.text.includes('$')) {
      return { kind: 'scalar', origin, type: resolved.type, value: resolved.text };
    }
    const value = this.interpolate(mapScalar(this.text, node.start, node.end, resolved.text));
    return { kind: 'scalar', origin, type: 'string', value };
  }

  private resolve({ style, value, tag, start, end }: SourceScalar): ResolvedScalar {
    const text = { type: 'string', text: value } as const;
    if (tag === undefined || tag === '!') return style === 'plain' ? resolvePlain(value) : text;
    const standardTag = /^tag:yaml\.org,2002:(.*)$/.exec(tag)?.[1];
    const resolved = standardTag === undefined ? text : resolveTagged(standardTag, value);
    if (resolved !== undefined) return resolved;
    const message = `The value does not fit the tag !!${standardTag ?? ''}, so compose cannot read the file. Change one of them.`;
    this.report('compose/yaml-syntax', this.at({ start, end }), message);
    return text;
  }

  private anchored(alias: SourceAlias): Anchored | undefined {
    const anchor = this.anchors.get(alias.name);
    if (anchor !== undefined && anchor !== 'open') return anchor;
    const message =
      anchor === undefined
        ? // Without its name: a password that begins with a star is written as an alias is.
          'No anchor of this name stands above, so compose cannot read the file. Anchors do not cross files; a text that begins with * needs quotes.'
        : `The anchor “&${alias.name}” contains this alias to itself, so compose cannot read the file.`;
    this.report('compose/unresolved-alias', this.at(alias), message);
    return undefined;
  }

  private alias(node: SourceAlias): ComposeNode {
    const anchor = this.anchored(node);
    if (anchor === undefined) return this.nothing(node);
    if (this.depth + anchor.height > MAX_DEPTH) return this.tooDeep(node);
    if (this.repeated > MAX_REPEATED_NODES) return this.nothing(node);
    this.size += anchor.size;
    this.repeated += anchor.size;
    this.height = Math.max(this.height, anchor.height);
    if (this.repeated > MAX_REPEATED_NODES) {
      const message = 'The aliases of this file unfold to more than compose accepts. Use fewer of them.';
      this.report('compose/excessive-aliases', this.at(node), message);
    }
    return anchor.node;
  }

  private mergeSources(node: ComposeNode): readonly MapNode[] {
    const sources = node.kind === 'list' ? node.items : [node];
    const maps = sources.filter((source) => source.kind === 'map');
    if (maps.length === sources.length) return maps;
    const message = '“<<” takes a mapping or a list of mappings; compose refuses the file.';
    this.report('compose/merge-not-map', node.origin, message);
    return [];
  }

  private keyName(written: SourceNode): string | undefined {
    if (written.kind !== 'alias' && written.anchor !== undefined) this.node(written, false);
    const anchor = written.kind === 'alias' ? this.anchored(written) : undefined;
    if (written.kind === 'alias' && anchor === undefined) return undefined;
    const key = anchor?.source ?? written;
    if (key.kind !== 'scalar') {
      const message = 'A key must be a single text; compose refuses the file.';
      this.report('compose/schema', this.at(written), message);
      return undefined;
    }
    const { type, text } = this.resolve(key);
    if (type !== 'string') {
      const message = `Keys are texts: put ${key.value || 'this key'} in quotes, or compose refuses the file.`;
      this.report('compose/schema', this.at(written), message);
    }
    return type === 'string' ? text : key.value;
  }

  private isAlias({ start }: Span): boolean {
    return this.text.startsWith('*', start);
  }

  private reportDuplicate(key: string, span: Span, first: Span): void {
    this.lines ??= new LineIndex(this.text);
    const line = this.lines.positionAt(first.start).line + 1;
    const advice = key === '<<' ? 'Merge both with “<<: [*a, *b]”.' : 'Remove one of them.';
    const message = `“${key}” stands on line ${line} already, so compose refuses the file. ${advice}`;
    this.report('compose/duplicate-key', { path: this.path, span }, message);
  }

  private report(code: string, location: Location, message: string): void {
    this.problems.push({ code, message, ...location });
  }

  private tooDeep(node: SourceNode): ScalarNode {
    const message = `What stands here is nested more than ${MAX_DEPTH} levels deep and was not read. Write it flatter.`;
    this.report('compose/too-deep', this.at({ start: node.start, end: node.start }), message);
    return this.nothing(node);
  }

  private nothing(at: { readonly start: number; readonly end: number }): ScalarNode {
    return { kind: 'scalar', origin: this.at(at), type: 'null', value: '' };
  }

  private at({ start, end }: { readonly start: number; readonly end: number }): Location {
    return { path: this.path, span: { start, end } };
  }
}

function spanOf({ start, end }: SourceNode): Span {
  return { start, end };
}

function isMergeKey(key: SourceNode): boolean {
  if (key.kind !== 'scalar' || key.value !== '<<') return false;
  if (key.tag === undefined || key.tag === '!') return key.style === 'plain';
  return key.tag === 'tag:yaml.org,2002:merge';
}
