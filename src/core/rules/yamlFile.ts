import { isAlias, isCollection, isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml';
import type { Alias, Document, Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Span, TextEdit } from '../text';

/** Where one entry of a compose file stands: `KEY: value`, or a list item such as `KEY=value` or a port. */
export interface YamlEntry {
  /** Without the lines' indentation and end. */
  readonly whole: Span;
  readonly key: Span | undefined;
  /** As written, with quotes; what stands behind `=` in a list item. Empty for an entry without a value. */
  readonly value: Span;
}

/** A compose file as its author wrote it, for finding places to mark and to edit. What it means is the project's to say. */
export class YamlFile {
  private readonly document: Document.Parsed;
  private readonly eol: string;

  constructor(
    readonly path: string,
    readonly text: string,
  ) {
    this.document = parseDocument(text, { merge: true, logLevel: 'silent' });
    this.eol = text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** The innermost entry whose key, or whose single value, an offset lies in. */
  entryAt(offset: number): YamlEntry | undefined {
    const found = this.find(offset);
    if (found === undefined) return undefined;
    return isPair(found) ? this.describePair(found) : this.describeItem(found);
  }

  /** Adds `key: value` at the end of the mapping under a key; undefined where that cannot be done in plain lines. */
  insertInto(keyOffset: number, key: string, entries: readonly YamlAddition[]): TextEdit | undefined {
    const owner = this.blockMapAt(keyOffset);
    if (owner === undefined) return undefined;
    const existing = valueUnder(owner, key);
    if (existing !== undefined) return this.insertEntries(existing, entries);
    const lines = entries.map(({ name, value }) => `  ${name}: ${quoteYaml(value)}`);
    return this.insertKey(keyOffset, key, lines);
  }

  /** Adds lines at the end of the mapping under a key; undefined where that cannot be done in plain lines. */
  insertLines(keyOffset: number, key: string, lines: readonly string[]): TextEdit | undefined {
    const owner = this.blockMapAt(keyOffset);
    const existing = owner && valueUnder(owner, key);
    const indented = (indent: string) => lines.map((line) => indent + line);
    if (existing === undefined) return this.insertKey(keyOffset, key, indented('  '));
    const target: unknown = isAlias(existing) ? this.resolve(existing) : existing;
    if (!isMap(target) || target.flow === true || target.items.length === 0) return undefined;
    return this.linesBehind(target, indented(this.columnOf(target)));
  }

  /** Adds an item to the list under a key of a mapping; undefined where that cannot be done in plain lines. */
  insertItem(keyOffset: number, key: string, item: string): TextEdit | undefined {
    const owner = this.blockMapAt(keyOffset);
    const list = owner && valueUnder(owner, key);
    if (list === undefined) return this.insertKey(keyOffset, key, [`  - ${quoteYaml(item)}`]);
    if (!isSeq(list) || list.flow === true || list.items.length === 0) return undefined;
    return this.linesBehind(list, [`${this.columnOf(list)}- ${quoteYaml(item)}`]);
  }

  /** Adds a key with the lines below it, or with a value behind it, to a mapping that lacks it. */
  insertKey(keyOffset: number, key: string, content: readonly string[] | string): TextEdit | undefined {
    const owner = this.blockMapAt(keyOffset);
    if (owner === undefined || valueUnder(owner, key) !== undefined) return undefined;
    const indent = this.columnOf(owner);
    const lines =
      typeof content === 'string'
        ? [`${indent}${key}: ${quoteYaml(content)}`]
        : [`${indent}${key}:`, ...content.map((line) => indent + line)];
    // Behind the first entry, such as the image: at the end, others may be adding to what stands there.
    const first = owner.items[0]?.value;
    return this.linesBehind(isScalar(first) || isAlias(first) ? first : owner, lines);
  }

  /** Adds lines behind a top-level section, or a new section at the end of the file. */
  appendToSection(section: string, lines: readonly string[]): TextEdit | undefined {
    const root = this.document.contents;
    if (!isMap(root) || root.flow === true) return undefined;
    const pair = root.items.find(({ key }) => isScalar(key) && key.value === section);
    if (pair === undefined) {
      const body = [`${section}:`, ...lines.map((line) => (line === '' ? '' : `  ${line}`))];
      return this.linesBehind(root, ['', ...body]);
    }
    if (!isMap(pair.value) || pair.value.flow === true || pair.value.items.length === 0) return undefined;
    const indent = this.columnOf(pair.value);
    return this.linesBehind(
      pair.value,
      lines.map((line) => (line === '' ? '' : indent + line)),
    );
  }

  /** Removes the entry at an offset with its lines, and the key above it when nothing else stands below that. */
  removeEntry(offset: number): TextEdit | undefined {
    const path = this.pathTo(offset);
    let removed = path.at(-1);
    const parent = path.at(-2);
    if (isPair(parent) && isCollection(parent.value) && parent.value.items.length === 1) removed = parent;
    const first = rangeOf(isPair(removed) ? removed.key : removed);
    const last = rangeOf(isPair(removed) ? (removed.value ?? removed.key) : removed);
    if (first === undefined || last === undefined) return undefined;
    const start = this.text.lastIndexOf('\n', first.start - 1) + 1;
    // A mapping's range may reach over the line ends behind it.
    const lastEnd = this.text.slice(0, last.end).trimEnd().length;
    const newline = this.text.indexOf('\n', lastEnd);
    const end = newline < 0 ? this.text.length : newline + 1;
    const isAlone =
      /^\s*(?:- +)?$/.test(this.text.slice(start, first.start)) &&
      /^\s*(?:#.*)?\s*$/.test(this.text.slice(lastEnd, end));
    return isAlone ? { span: { start, end }, newText: '' } : undefined;
  }

  private insertEntries(value: unknown, entries: readonly YamlAddition[]): TextEdit | undefined {
    // An alias' entries live at the anchor, where every user of it gets them.
    const target: unknown = isAlias(value) ? this.resolve(value) : value;
    if (isMap(target) && target.flow !== true && target.items.length > 0) {
      const indent = this.columnOf(target);
      return this.linesBehind(
        target,
        entries.map(({ name, value: text }) => `${indent}${name}: ${quoteYaml(text)}`),
      );
    }
    if (isSeq(target) && target.flow !== true && target.items.length > 0) {
      const indent = this.columnOf(target);
      return this.linesBehind(
        target,
        entries.map(({ name, value: text }) => `${indent}- ${quoteYaml(`${name}=${text}`)}`),
      );
    }
    return undefined;
  }

  /** The mapping under the key at an offset, when it is written in lines. */
  private blockMapAt(keyOffset: number): YAMLMap | undefined {
    const owner = this.find(keyOffset);
    return isPair(owner) && isMap(owner.value) && owner.value.flow !== true ? owner.value : undefined;
  }

  private resolve(alias: Alias): Node | undefined {
    return alias.resolve(this.document);
  }

  private find(offset: number): Pair | Scalar | undefined {
    return this.pathTo(offset).at(-1);
  }

  /** The entries around an offset, from the outermost to the innermost. */
  private pathTo(offset: number): readonly (Pair | Scalar)[] {
    const path: (Pair | Scalar)[] = [];
    let node: unknown = this.document.contents;
    while (isCollection(node)) {
      const item: unknown = node.items.find((candidate) => contains(candidate, offset));
      if (isPair(item)) {
        path.push(item);
        const value = rangeOf(item.value);
        if (value === undefined || offset < value.start) return path;
        node = item.value;
      } else {
        if (isScalar(item)) path.push(item);
        node = item;
      }
    }
    return path;
  }

  private describePair(pair: Pair): YamlEntry | undefined {
    const key = rangeOf(pair.key);
    if (key === undefined) return undefined;
    const value = rangeOf(pair.value) ?? { start: key.end + 1, end: key.end + 1 };
    return {
      whole: { start: key.start, end: Math.max(key.end, value.end) },
      key,
      value,
    };
  }

  private describeItem(scalar: Scalar): YamlEntry | undefined {
    const whole = rangeOf(scalar);
    if (whole === undefined) return undefined;
    const quote = quoteOf(scalar);
    const assignment = /^["']?[A-Za-z_][A-Za-z0-9_]*=/.exec(this.text.slice(whole.start, whole.end));
    const value =
      assignment === null
        ? whole
        : { start: whole.start + assignment[0].length, end: whole.end - quote.length };
    return {
      whole,
      key: undefined,
      value,
    };
  }

  private columnOf(collection: YAMLMap | YAMLSeq): string {
    const range = rangeOf(isPair(collection.items[0]) ? collection.items[0].key : collection);
    return this.lineIndent(range?.start ?? 0);
  }

  private lineIndent(offset: number): string {
    const start = this.text.lastIndexOf('\n', offset - 1) + 1;
    return /^[ \t]*/.exec(this.text.slice(start, offset))?.[0] ?? '';
  }

  private linesBehind(node: Node, lines: readonly string[]): TextEdit | undefined {
    const range = rangeOf(node);
    if (range === undefined) return undefined;
    const lastCharacter = this.text.slice(0, range.end).trimEnd().length;
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

/** The value under a key; null for a key without one. */
function valueUnder(map: YAMLMap, key: string): unknown {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.value;
}

function quoteOf(node: unknown): '' | '"' | "'" {
  if (!isScalar(node)) return '';
  if (node.type === 'QUOTE_DOUBLE') return '"';
  return node.type === 'QUOTE_SINGLE' ? "'" : '';
}

function rangeOf(node: unknown): Span | undefined {
  const isNode = isScalar(node) || isCollection(node) || isAlias(node);
  const range = isNode ? node.range : undefined;
  return range === undefined || range === null ? undefined : { start: range[0], end: range[1] };
}

function contains(item: unknown, offset: number): boolean {
  const [first, last] = isPair(item) ? [item.key, item.value ?? item.key] : [item, item];
  const start = rangeOf(first)?.start;
  const end = rangeOf(last)?.end ?? rangeOf(first)?.end;
  return start !== undefined && end !== undefined && start <= offset && offset <= end;
}
