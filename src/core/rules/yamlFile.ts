import type { SourceDocument, SourceList, SourceMap, SourceNode, SourceScalar } from '../compose/yamlSource';
import { insertIntoFlow, quoteFlow, removeFromFlow } from './flowEdits';
import { partitionPoint } from '../partitionPoint';
import { lineEndingOf, lineStartAt } from '../text';
import type { Span, TextEdit } from '../text';

/** Where one entry of a compose file stands: `KEY: value`, or a list item such as `KEY=value` or a port. */
export interface YamlEntry {
  /** Without the lines' indentation and end. */
  readonly whole: Span;
  /** What stands before the colon or the equals sign; undefined for an item that is a value alone. */
  readonly name: string | undefined;
  readonly key: Span | undefined;
  /** As written, with quotes; what stands behind `=` in a list item. Empty for an entry without a value. */
  readonly value: Span;
}

/** A compose file as its author wrote it, for finding places to mark and to edit. What it means is the project's to say. */
export class YamlFile {
  private readonly eol: string;
  /** Found so far, by offset: many rules ask for the same few. */
  private readonly entries = new Map<number, YamlEntry>();
  private anchored: ReadonlyMap<string, readonly SourceNode[]> | undefined;

  constructor(
    readonly path: string,
    readonly text: string,
    private readonly documents: readonly SourceDocument[],
  ) {
    this.eol = lineEndingOf(text);
  }

  /** The innermost entry whose key, or whose single value, an offset lies in. */
  entryAt(offset: number): YamlEntry | undefined {
    const known = this.entries.get(offset);
    if (known !== undefined) return known;
    const found = this.find(offset);
    if (found === undefined) return undefined;
    const entry = found.kind === 'pair' ? describePair(found) : this.describeItem(found);
    this.entries.set(offset, entry);
    return entry;
  }

  /** Whether an offset lies inside a text, behind its first character: no comment can stand there. */
  isInsideText(offset: number): boolean {
    const place = this.find(offset);
    if (place === undefined) return false;
    return (place.kind === 'pair' ? [place.key, place.value] : [place]).some(
      ({ kind, start, end }) => kind === 'scalar' && start < offset && offset < end,
    );
  }

  /** Whether the entry at an offset stands between brackets, where more has to be quoted. */
  isInFlow(offset: number): boolean {
    const place = this.find(offset);
    return place !== undefined && this.collectionOf(place)?.isFlow === true;
  }

  /** Adds `key: value` at the end of the mapping under a key; undefined where that cannot be done. */
  insertInto(keyOffset: number, key: string, entries: readonly YamlAddition[]): TextEdit | undefined {
    const owner = this.mapAt(keyOffset);
    if (owner === undefined) return undefined;
    const existing = valueUnder(owner, key);
    if (existing !== undefined) return this.insertEntries(existing, entries);
    if (owner.isFlow) return this.insertFlow(owner, [`${key}: {${entries.map(flowPair).join(', ')}}`]);
    const lines = entries.map(({ name, value }) => `  ${name}: ${quoteYaml(value)}`);
    return this.insertKey(keyOffset, key, lines);
  }

  /** Adds lines at the end of the mapping under a key; undefined where that cannot be done in plain lines. */
  insertLines(keyOffset: number, key: string, lines: readonly string[]): TextEdit | undefined {
    const owner = this.mapAt(keyOffset);
    const existing = owner && valueUnder(owner, key);
    const indented = (indent: string) => lines.map((line) => indent + line);
    if (existing === undefined) return this.insertKey(keyOffset, key, indented('  '));
    const target = this.resolve(existing);
    if (target?.kind !== 'map' || target.isFlow) return undefined;
    return this.linesBehind(target, indented(this.columnOf(target)));
  }

  /** Adds an item to the list under a key of a mapping; undefined where that cannot be done in plain lines. */
  insertItem(keyOffset: number, key: string, item: string): TextEdit | undefined {
    const owner = this.mapAt(keyOffset);
    const list = owner && valueUnder(owner, key);
    if (owner?.isFlow === true && list === undefined)
      return this.insertFlow(owner, [`${key}: [${quoteFlow(item)}]`]);
    if (list === undefined) return this.insertKey(keyOffset, key, [`  - ${quoteYaml(item)}`]);
    if (list.kind !== 'list') return undefined;
    if (list.isFlow) return this.insertFlow(list, [quoteFlow(item)]);
    return this.linesBehind(list, [`${this.columnOf(list)}- ${quoteYaml(item)}`]);
  }

  /** Adds a key with the lines below it, or with a value behind it, to a mapping that lacks it. */
  insertKey(keyOffset: number, key: string, content: readonly string[] | string): TextEdit | undefined {
    const owner = this.mapAt(keyOffset);
    if (owner === undefined || valueUnder(owner, key) !== undefined) return undefined;
    if (owner.isFlow)
      return typeof content === 'string'
        ? this.insertFlow(owner, [flowPair({ name: key, value: content })])
        : undefined;
    const indent = this.columnOf(owner);
    const lines =
      typeof content === 'string'
        ? [`${indent}${key}: ${quoteYaml(content)}`]
        : [`${indent}${key}:`, ...content.map((line) => indent + line)];
    // Behind the first entry, such as the image: at the end, others may be adding to what stands there.
    const first = owner.items[0]?.value;
    return this.linesBehind(first?.kind === 'scalar' || first?.kind === 'alias' ? first : owner, lines);
  }

  /** Adds lines behind a top-level section, or a new section at the end of the file. */
  appendToSection(section: string, lines: readonly string[]): TextEdit | undefined {
    const root = this.documents[0]?.root;
    if (root?.kind !== 'map' || root.isFlow) return undefined;
    const existing = valueUnder(root, section);
    if (existing === undefined) {
      const body = [`${section}:`, ...lines.map((line) => (line === '' ? '' : `  ${line}`))];
      return this.linesBehind(root, ['', ...body]);
    }
    if (existing.kind !== 'map' || existing.isFlow) return undefined;
    const indent = this.columnOf(existing);
    return this.linesBehind(
      existing,
      lines.map((line) => (line === '' ? '' : indent + line)),
    );
  }

  /** Removes the entry at an offset with its lines, and the key above it when nothing else stands below that. */
  removeEntry(offset: number): TextEdit | undefined {
    const path = this.pathTo(offset);
    const parent = path.at(-2);
    const isOnly = parent?.kind === 'pair' && isCollection(parent.value) && parent.value.items.length === 1;
    const removed = isOnly ? parent : path.at(-1);
    if (removed === undefined) return undefined;
    const collection = this.collectionOf(removed);
    if (collection?.isFlow === true) return removeFromFlow({ text: this.text, collection }, removed.start);
    const start = lineStartAt(this.text, removed.start);
    const lastEnd = this.text.slice(removed.start, removed.end).trimEnd().length + removed.start;
    const newline = this.text.indexOf('\n', lastEnd);
    const end = newline < 0 ? this.text.length : newline + 1;
    const isAlone =
      /^\s*(?:- +)?$/.test(this.text.slice(start, removed.start)) &&
      /^\s*(?:#.*)?\s*$/.test(this.text.slice(lastEnd, end));
    return isAlone ? { span: { start, end }, newText: '' } : undefined;
  }

  private insertEntries(value: SourceNode, entries: readonly YamlAddition[]): TextEdit | undefined {
    // An alias' entries live at the anchor, where every user of it gets them.
    const target = this.resolve(value);
    if (target === undefined || !isCollection(target)) return undefined;
    if (target.isFlow) {
      const ofList = ({ name, value: text }: YamlAddition) => quoteFlow(`${name}=${text}`);
      return this.insertFlow(target, entries.map(target.kind === 'map' ? flowPair : ofList));
    }
    const indent = this.columnOf(target);
    return this.linesBehind(
      target,
      entries.map(({ name, value: text }) =>
        target.kind === 'map'
          ? `${indent}${name}: ${quoteYaml(text)}`
          : `${indent}- ${quoteYaml(`${name}=${text}`)}`,
      ),
    );
  }

  private insertFlow(collection: SourceMap | SourceList, entries: readonly string[]): TextEdit | undefined {
    return insertIntoFlow({ text: this.text, collection }, entries, this.eol);
  }

  /** The mapping under the key at an offset. */
  private mapAt(keyOffset: number): SourceMap | undefined {
    const owner = this.find(keyOffset);
    return owner?.kind === 'pair' && owner.value.kind === 'map' ? owner.value : undefined;
  }

  /** The mapping or list that an entry stands in. */
  private collectionOf({ kind, start }: Place): SourceMap | SourceList | undefined {
    let node = this.documents.find(({ root }) => root !== undefined && start <= root.end)?.root;
    while (node !== undefined && isCollection(node)) {
      const inside = node.kind === 'map' ? pairAt(node, start) : itemAt(node, start);
      if (inside === undefined || (inside.kind === kind && inside.start === start)) return node;
      node = inside.kind === 'pair' ? inside.value : inside;
    }
    return undefined;
  }

  /** What an alias stands for; other nodes stand for themselves. */
  private resolve(node: SourceNode): Exclude<SourceNode, { kind: 'alias' }> | undefined {
    if (node.kind !== 'alias') return node;
    this.anchored ??= anchorsOf(this.documents);
    const target = this.anchored.get(node.name)?.findLast(({ start }) => start < node.start);
    return target?.kind === 'alias' ? undefined : target;
  }

  private find(offset: number): Place | undefined {
    return this.pathTo(offset).at(-1);
  }

  /** The entries around an offset, from the outermost to the innermost. */
  private pathTo(offset: number): readonly Place[] {
    const path: Place[] = [];
    let node = this.documents.find(({ root }) => root !== undefined && offset <= root.end)?.root;
    while (node !== undefined && isCollection(node)) {
      const place: Place | SourceNode | undefined =
        node.kind === 'map' ? pairAt(node, offset) : itemAt(node, offset);
      if (place === undefined) break;
      if (place.kind === 'pair') {
        path.push(place);
        if (offset < place.value.start) break;
        node = place.value;
      } else {
        if (place.kind === 'scalar') path.push(place);
        node = place;
      }
    }
    return path;
  }

  private describeItem(scalar: SourceScalar): YamlEntry {
    const whole = { start: scalar.start, end: scalar.end };
    const quoteLength = scalar.style === 'double' || scalar.style === 'single' ? 1 : 0;
    const assignment = /^["']?([A-Za-z_][A-Za-z0-9_]*)=/.exec(this.text.slice(whole.start, whole.end));
    const value =
      assignment === null
        ? whole
        : { start: whole.start + assignment[0].length, end: whole.end - quoteLength };
    return { whole, name: assignment?.[1], key: undefined, value };
  }

  private columnOf({ start }: SourceNode): string {
    const lineStart = lineStartAt(this.text, start);
    return /^[ \t]*/.exec(this.text.slice(lineStart, start))?.[0] ?? '';
  }

  private linesBehind({ start, end }: SourceNode, lines: readonly string[]): TextEdit {
    // A text of several lines may end with the line end behind it.
    const lastCharacter = start + this.text.slice(start, end).trimEnd().length;
    const newline = this.text.indexOf('\n', lastCharacter);
    const lineEnd = newline < 0 ? this.text.length : newline;
    const at = this.text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
    return {
      span: { start: at, end: at },
      newText: lines.map((line) => this.eol + line).join(''),
    };
  }
}

export interface YamlAddition {
  readonly name: string;
  readonly value: string;
}

/** A text as a YAML value that compose reads as that very text. */
export function quoteYaml(text: string): string {
  const isPlain =
    /^[A-Za-z_$/][^#\n]*$/.test(text) && !/: |:$|\s$|^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : `'${text.replaceAll("'", "''")}'`;
}

function flowPair({ name, value }: YamlAddition): string {
  return `${name}: ${quoteFlow(value)}`;
}

/** An entry of a mapping, from its key to the end of its value. */
interface PlacedPair {
  readonly kind: 'pair';
  readonly start: number;
  readonly end: number;
  readonly key: SourceNode;
  readonly value: SourceNode;
}

type Place = PlacedPair | SourceScalar;

function describePair({ start, end, key, value }: PlacedPair): YamlEntry {
  return {
    whole: { start, end },
    name: key.kind === 'scalar' ? key.value : undefined,
    key: { start: key.start, end: key.end },
    value: { start: value.start, end: value.end },
  };
}

function valueUnder(map: SourceMap, key: string): SourceNode | undefined {
  return map.items.find((pair) => pair.key.kind === 'scalar' && pair.key.value === key)?.value;
}

function isCollection(node: SourceNode): node is SourceMap | SourceList {
  return node.kind === 'map' || node.kind === 'list';
}

function pairAt({ items }: SourceMap, offset: number): PlacedPair | undefined {
  const pair = lastBefore(items, offset, ({ key }) => key.start);
  if (pair === undefined) return undefined;
  const { key, value } = pair;
  const end = Math.max(key.end, value.end);
  return offset <= end ? { kind: 'pair', start: key.start, end, key, value } : undefined;
}

function itemAt({ items }: SourceList, offset: number): SourceNode | undefined {
  const item = lastBefore(items, offset, ({ start }) => start);
  return item !== undefined && offset <= item.end ? item : undefined;
}

/** The last one that starts at the offset or before it, of items in the order of the text. */
function lastBefore<T>(items: readonly T[], offset: number, startOf: (item: T) => number): T | undefined {
  return items[partitionPoint(items, (item) => startOf(item) <= offset) - 1];
}

function anchorsOf(documents: readonly SourceDocument[]): ReadonlyMap<string, readonly SourceNode[]> {
  const anchored = new Map<string, SourceNode[]>();
  const visit = (node: SourceNode): void => {
    if (node.anchor !== undefined) {
      const known = anchored.get(node.anchor);
      if (known === undefined) anchored.set(node.anchor, [node]);
      else known.push(node);
    }
    if (node.kind === 'list') node.items.forEach(visit);
    if (node.kind !== 'map') return;
    for (const { key, value } of node.items) {
      visit(key);
      visit(value);
    }
  };
  for (const { root } of documents) if (root !== undefined) visit(root);
  return anchored;
}
