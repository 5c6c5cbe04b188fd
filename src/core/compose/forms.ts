import { reveal, Secret } from '../secret';
import type { Value } from '../secret';
import type { ComposeNode, ListNode, MapEntry, MapNode, ScalarNode } from './tree';
import { isNull, mapEntries } from './tree';

/** What compose makes of a value before it lays one over another; undefined for what it passes over. */
export type Form = (node: ComposeNode) => ComposeNode | undefined;

/** `- KEY=value` and `- KEY` as the entries that they mean. */
export function toKeyed(node: ComposeNode): ComposeNode {
  return node.kind === 'list' ? byName(node, keyedEntry) : node;
}

/** `- name` as an entry without content. */
export function toNamed(node: ComposeNode): ComposeNode {
  return node.kind === 'list' ? byName(node, (item) => [reveal(item.value), nothingAt(item)]) : node;
}

export function listItems(node: ComposeNode | undefined): ListNode['items'] {
  if (node === undefined || isNull(node)) return [];
  return node.kind === 'list' ? node.items : [node];
}

/** Entries by name. Each value becomes a text. */
export const asKeyed: Form = (node) => {
  const items = node.kind === 'scalar' ? asItems(node) : node;
  const keyed = items && toKeyed(items);
  if (keyed?.kind !== 'map') return undefined;
  const { strays = [] } = keyed;
  return { ...mapEntries(keyed, (_key, value) => asText(value)), strays };
};

/** Entries by name, those of a list without content. */
export const asNamed: Form = (node) => (node.kind === 'scalar' ? undefined : toNamed(node));

/** Services by name, those of a list under the usual condition. */
export const asDependencies: Form = (node) => {
  if (node.kind !== 'list') return asNamed(node);
  return byName(node, (item) => {
    const required: ScalarNode = { ...textAt(item, 'true'), type: 'boolean' };
    return [reveal(item.value), mapAt(item, { condition: textAt(item, 'service_started'), required })];
  });
};

/** A list of texts; a single text is a list of one. */
export const asItems: Form = (node) => {
  if (node.kind === 'list') return node;
  if (node.kind === 'scalar')
    return node.type === 'string' ? { kind: 'list', origin: node.origin, items: [node] } : undefined;
  const items = [...node.entries].flatMap(([key, { keyOrigin, value }]) => {
    if (isNull(value)) return textAt({ origin: keyOrigin }, key);
    const text = asText(value);
    return text ? textAt(value, like(text.value, `${key}=${reveal(text.value)}`)) : [];
  });
  return { kind: 'list', origin: node.origin, items };
};

/** A list of devices, as which compose takes the word for all. */
export const asDevices: Form = (node) =>
  node.kind === 'scalar'
    ? { kind: 'list', origin: node.origin, items: [mapAt(node, { count: node })] }
    : node;

/** A mapping with `context`. */
export const asBuild: Form = (node) => {
  if (node.kind === 'map') return node;
  if (node.kind === 'list' || node.type !== 'string') return undefined;
  return mapAt(node, { context: node });
};

function byName(
  list: ListNode,
  entryOf: (item: ScalarNode) => readonly [name: string, value: ComposeNode],
): MapNode {
  const entries = new Map<string, MapEntry>();
  const strays: ComposeNode[] = [];
  for (const item of list.items) {
    if (item.tag === 'reset') continue;
    if (item.kind !== 'scalar' || item.type !== 'string') {
      strays.push(item);
      continue;
    }
    const [name, value] = entryOf(item);
    entries.set(name, { keyOrigin: item.origin, value });
  }
  return { kind: 'map', origin: list.origin, entries, strays };
}

function keyedEntry(item: ScalarNode): readonly [string, ComposeNode] {
  const text = reveal(item.value);
  const equals = text.indexOf('=');
  if (equals < 0) return [text, nothingAt(item)];
  return [text.slice(0, equals), textAt(item, like(item.value, text.slice(equals + 1)))];
}

/** Of a list the last item, since each is an entry of the same name; undefined when there is none. */
function asText(node: ComposeNode): ScalarNode | undefined {
  if (node.kind === 'scalar') return isNull(node) ? node : { ...node, type: 'string' };
  const last = node.kind === 'list' ? node.items.at(-1) : node;
  return last && { ...textAt(node, goText(last)), ...(node.tag && { tag: node.tag }) };
}

/** How Go prints a value, which is what compose makes of one where it wants a text: `[a b]`, `map[a:b]`. */
function goText(node: ComposeNode): Value {
  if (node.kind === 'scalar') return isNull(node) ? '<nil>' : node.value;
  const parts: (readonly [string, Value])[] =
    node.kind === 'list'
      ? node.items.map((item) => ['', goText(item)])
      : [...node.entries]
          .sort(([one], [two]) => (one < two ? -1 : 1))
          .map(([key, { value }]) => [`${key}:`, goText(value)]);
  const text = parts.map(([key, value]) => key + reveal(value)).join(' ');
  const secret = parts.find(([, value]) => typeof value !== 'string')?.[1] ?? '';
  return like(secret, node.kind === 'list' ? `[${text}]` : `map[${text}]`);
}

/** A text that is a secret where the value that it comes from is one. */
function like(value: Value, text: string): Value {
  return typeof value === 'string' ? text : new Secret(text);
}

function mapAt(
  { origin }: Pick<ComposeNode, 'origin'>,
  entries: Readonly<Record<string, ComposeNode>>,
): MapNode {
  const own = Object.entries(entries).map(([key, value]) => [key, { keyOrigin: origin, value }] as const);
  return { kind: 'map', origin, entries: new Map(own) };
}

function textAt({ origin }: Pick<ComposeNode, 'origin'>, value: Value): ScalarNode {
  return { kind: 'scalar', type: 'string', value, origin };
}

function nothingAt({ origin }: Pick<ComposeNode, 'origin'>): ScalarNode {
  return { kind: 'scalar', type: 'null', value: '', origin };
}
