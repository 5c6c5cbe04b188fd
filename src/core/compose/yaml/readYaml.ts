import type {
  SourceDocument,
  SourceList,
  SourceMap,
  SourceNode,
  SourcePair,
  SourceProblem,
  SourceScalar,
} from '../yamlSource';
import { wordEnd } from './characters';
import { YamlError } from './cursor';
import type { WrittenTag } from './properties';
import type { Token, TokenKind } from './token';
import { TokenReader } from './tokenReader';

/** What a text is to compose's YAML reader: documents, or refused. */
export type YamlResult =
  | { readonly kind: 'documents'; readonly documents: readonly SourceDocument[] }
  | { readonly kind: 'refused'; readonly problem: SourceProblem };

/** Nesting in the text. Beyond it there might be no stack left to read on. */
const MAX_DEPTH = 200;
const CONTROL_CHARACTER = /[\0-\x08\v\f\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

/**
 * Reads a text as the YAML reader of compose does, which knows YAML 1.1 with ways of its own: it takes texts that a
 * stricter reader refuses, such as lines in quotes at any indentation, and refuses some that others take.
 */
export function readYaml(text: string): YamlResult {
  try {
    refuseControlCharacters(text);
    return { kind: 'documents', documents: new TreeReader(text).documents() };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const { kind, start, end, message } = error;
    return { kind: 'refused', problem: { kind, span: { start, end }, message } };
  }
}

function refuseControlCharacters(text: string): void {
  const control = CONTROL_CHARACTER.exec(text);
  if (control === null) return;
  const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  const message = `It holds the control character U+${code}. Remove it.`;
  throw new YamlError(message, control.index, control.index + 1);
}

const STANDARD = 'tag:yaml.org,2002:';
const STANDARD_HANDLES: ReadonlyMap<string, string> = new Map([
  ['', ''],
  ['!', '!'],
  ['!!', STANDARD],
]);

// What follows when nothing is written in a place.
const ROOT_ENDS: ReadonlySet<TokenKind> = new Set(['directive', 'document-start', 'document-end', 'end']);
const PAIR_ENDS: ReadonlySet<TokenKind> = new Set(['key', 'value', 'block-end']);
const ENTRY_ENDS: ReadonlySet<TokenKind> = new Set(['entry', ...PAIR_ENDS]);
const FLOW_ENDS: ReadonlySet<TokenKind> = new Set(['flow-entry', 'flow-list-end', 'flow-map-end']);
const VALUE_STARTS: ReadonlySet<TokenKind> = new Set([
  'scalar',
  'alias',
  'anchor',
  'tag',
  'flow-list',
  'flow-map',
]);
const FLOW_KEY_ENDS: ReadonlySet<TokenKind> = new Set(['value', ...FLOW_ENDS]);

/** `beside` a key, a list may stand in the same column; `flow` is inside brackets. */
type Context = 'block' | 'beside' | 'flow';

type Collection = SourceMap | SourceList;

interface Properties {
  readonly anchor?: string;
  readonly tag?: string;
}

/** Builds the tree that the tokens of a text stand for. */
class TreeReader {
  private readonly tokens: TokenReader;
  private handles = STANDARD_HANDLES;
  private depth = 0;

  constructor(private readonly text: string) {
    this.tokens = new TokenReader(text);
  }

  documents(): readonly SourceDocument[] {
    const documents: SourceDocument[] = [];
    while (!this.isAt('end')) {
      const isMarked = documents.length > 0 || this.isAt('directive') || this.isAt('document-start');
      const root = isMarked ? this.markedRoot() : this.node('block');
      documents.push({ root, problems: [] });
      while (this.accepts('document-end'));
    }
    return documents;
  }

  private markedRoot(): SourceNode {
    this.handles = this.directives();
    const mark = this.tokens.peek();
    this.expect(
      'document-start',
      'A document ends here, and a new one begins with a line ---. Indent or remove this.',
    );
    const isEmpty = this.isIn(ROOT_ENDS);
    return isEmpty ? emptyScalar(mark.end) : this.node('block');
  }

  private directives(): ReadonlyMap<string, string> {
    const handles = new Map(STANDARD_HANDLES);
    const known = new Set<string | undefined>();
    for (let token = this.tokens.peek(); token.kind === 'directive'; token = this.tokens.peek()) {
      const { directive } = token;
      const name = directive.kind === 'tag' ? directive.handle : undefined;
      if (known.has(name)) this.refuse(token, 'This directive stands twice. Remove one of them.');
      known.add(name);
      if (directive.kind === 'tag') handles.set(directive.handle, directive.prefix);
      else if (directive.version !== '1.1')
        this.refuse(token, 'Compose knows YAML 1.1 alone. Remove this line.');
      this.tokens.take();
    }
    return handles;
  }

  private node(context: Context): SourceNode {
    if (++this.depth > MAX_DEPTH) {
      const { start } = this.tokens.peek();
      const message = 'From here on the file is nested too deeply and was not read. Write it flatter.';
      throw new YamlError(message, start, start, 'too-deep');
    }
    const alias = this.tokens.peek();
    let node: SourceNode;
    if (alias.kind === 'alias') {
      this.tokens.take();
      node = { kind: 'alias', start: alias.start, end: alias.end, name: alias.name };
    } else {
      const { properties, end } = this.properties();
      const content = this.content(context) ?? (end === undefined ? undefined : emptyScalar(end));
      if (content === undefined)
        this.refuse(this.tokens.peek(), 'A value should stand here. Put a text in quotes.');
      node = properties === undefined ? content : { ...content, ...properties };
    }
    this.depth--;
    return node;
  }

  /** An anchor, a tag or both. `end` is behind them. */
  private properties(): { readonly properties?: Properties; readonly end?: number } {
    let properties: Properties | undefined;
    let end: number | undefined;
    for (;;) {
      const token = this.tokens.peek();
      if (token.kind === 'anchor' && properties?.anchor === undefined)
        properties = { ...properties, anchor: token.name };
      else if (token.kind === 'tag' && properties?.tag === undefined)
        properties = { ...properties, tag: this.tagOf(token.tag, token) };
      else return properties === undefined || end === undefined ? {} : { properties, end };
      ({ end } = token);
      this.tokens.take();
    }
  }

  private tagOf({ handle, suffix }: WrittenTag, token: Token): string {
    const prefix = this.handles.get(handle);
    if (prefix === undefined)
      this.refuse(token, 'No directive says what this tag begins with. Remove the tag.');
    // Compose also knows the standard tags in full by their short names.
    return (prefix + suffix).replace(/^!!/, STANDARD);
  }

  private content(context: Context): Collection | SourceScalar | undefined {
    const token = this.tokens.peek();
    const { kind } = token;
    if (kind === 'scalar') {
      this.tokens.take();
      return token.scalar;
    }
    if (kind === 'flow-list') return this.flowList();
    if (kind === 'flow-map') return this.flowMap();
    if (kind === 'block-list' && context !== 'flow') return this.blockList();
    if (kind === 'block-map' && context !== 'flow') return this.blockMap();
    if (kind === 'entry' && context === 'beside') return this.entries(token.start);
    return undefined;
  }

  private blockList(): Collection {
    const { start } = this.tokens.take();
    const list = this.entries(start);
    this.endBlock('A dash should stand here. Begin the entry with one, or correct the indentation.');
    return list;
  }

  private entries(start: number): Collection {
    const items: SourceNode[] = [];
    for (let entry = this.tokens.peek(); entry.kind === 'entry'; entry = this.tokens.peek()) {
      this.tokens.take();
      items.push(this.isIn(ENTRY_ENDS) ? emptyScalar(entry.end) : this.node('block'));
    }
    return { kind: 'list', start, end: items.at(-1)?.end ?? start, isFlow: false, items };
  }

  private blockMap(): Collection {
    const { start: column } = this.tokens.take();
    const items: SourcePair[] = [];
    for (let sign = this.tokens.peek(); sign.kind === 'key'; sign = this.tokens.peek()) {
      this.tokens.take();
      const key = this.isIn(PAIR_ENDS) ? emptyScalar(sign.end) : this.node('beside');
      items.push({ key, value: this.blockValue(key) });
    }
    this.endBlock('A key should stand here. Correct the indentation, or put a text in quotes.');
    const start = items[0]?.key.start ?? column;
    return { kind: 'map', start, end: items.at(-1)?.value.end ?? start, isFlow: false, items };
  }

  private blockValue(key: SourceNode): SourceNode {
    const sign = this.tokens.peek();
    if (sign.kind !== 'value') return emptyScalar(key.end);
    this.tokens.take();
    return this.isIn(PAIR_ENDS) ? emptyScalar(sign.end) : this.node('beside');
  }

  private endBlock(message: string): void {
    if (this.accepts('block-end')) return;
    const token = this.tokens.peek();
    this.refuse(
      token,
      VALUE_STARTS.has(token.kind)
        ? 'The value in front of this has ended. Put all of it in quotes, or put a quote in front in its place.'
        : message,
    );
  }

  private flowList(): Collection {
    const { start } = this.tokens.take();
    const items: SourceNode[] = [];
    while (this.hasMore('flow-list-end', start, items.length))
      items.push(this.isAt('key') ? this.pairAlone() : this.node('flow'));
    const { end } = this.tokens.take();
    return { kind: 'list', start, end, isFlow: true, items };
  }

  private flowMap(): Collection {
    const { start } = this.tokens.take();
    const items: SourcePair[] = [];
    while (this.hasMore('flow-map-end', start, items.length)) items.push(this.flowPair());
    const { end } = this.tokens.take();
    return { kind: 'map', start, end, isFlow: true, items };
  }

  /** Whether an item comes before the bracket closes. Takes the comma in front of it. */
  private hasMore(end: 'flow-list-end' | 'flow-map-end', opened: number, count: number): boolean {
    if (this.isAt(end)) return false;
    if (count > 0 && !this.accepts('flow-entry')) {
      const token = this.tokens.peek();
      if (/[\r\n]/.test(this.text.slice(opened, token.start)))
        throw new YamlError(
          'This bracket is not closed, or a comma is missing in it. Add it.',
          opened,
          opened + 1,
        );
      this.refuse(
        token,
        'A comma or the closing bracket should stand here. Add it, or put a text in quotes.',
      );
    }
    return !this.isAt(end);
  }

  /** A pair in a list is a mapping of its own. */
  private pairAlone(): Collection {
    const pair = this.flowPair();
    return { kind: 'map', start: pair.key.start, end: pair.value.end, isFlow: true, items: [pair] };
  }

  private flowPair(): SourcePair {
    const sign = this.tokens.peek();
    if (sign.kind !== 'key') {
      const key = this.node('flow');
      return { key, value: emptyScalar(key.end) };
    }
    this.tokens.take();
    const key = this.isIn(FLOW_KEY_ENDS) ? emptyScalar(sign.end) : this.node('flow');
    const colon = this.tokens.peek();
    if (colon.kind !== 'value') return { key, value: emptyScalar(key.end) };
    this.tokens.take();
    return { key, value: this.isIn(FLOW_ENDS) ? emptyScalar(colon.end) : this.node('flow') };
  }

  private refuse({ start, end }: Token, message: string): never {
    // Where a collection begins or ends there is nothing to mark but what comes next.
    throw new YamlError(message, start, start === end ? wordEnd(this.text, start) : end);
  }

  private isAt(kind: TokenKind): boolean {
    return this.tokens.peek().kind === kind;
  }

  private isIn(kinds: ReadonlySet<TokenKind>): boolean {
    return kinds.has(this.tokens.peek().kind);
  }

  private accepts(kind: TokenKind): boolean {
    if (!this.isAt(kind)) return false;
    this.tokens.take();
    return true;
  }

  private expect(kind: TokenKind, message: string): void {
    if (!this.accepts(kind)) this.refuse(this.tokens.peek(), message);
  }
}

/** Where nothing is written. */
function emptyScalar(at: number): SourceScalar {
  return { kind: 'scalar', start: at, end: at, style: 'plain', value: '' };
}
