import { reveal, Secret } from '../secret';
import type { LoadProblem } from './project';
import type { ComposeNode, ListNode, MapEntry, MapNode } from './tree';
import { describeKind, isNull, mapEntries } from './tree';

type Merger = (base: ComposeNode, over: ComposeNode, problems: LoadProblem[]) => ComposeNode;

/** Lays one compose file over another. */
export function mergeFiles(base: MapNode, over: MapNode, problems: LoadProblem[]): MapNode {
  return mergeMaps(base, over, problems, (section) => (section === 'services' ? mergeServices : mergePlain));
}

/** Lays a service over the one that it extends or overrides. */
export function mergeService(base: MapNode, over: MapNode, problems: LoadProblem[]): MapNode {
  return mergeMaps(base, over, problems, (key) => SERVICE_MERGERS[key] ?? mergePlain);
}

/** A file that overrides nothing: `!reset` entries vanish, `!override` entries are plain ones. */
export function dropResets(node: ComposeNode): ComposeNode {
  // Aliases make one node stand in many places; each is looked at once.
  const done = new Map<ComposeNode, ComposeNode>();
  const drop = (one: ComposeNode): ComposeNode => {
    const known = done.get(one);
    if (known !== undefined) return known;
    const result =
      one.kind === 'list'
        ? { ...one, items: one.items.filter((item) => item.tag !== 'reset').map(drop) }
        : mapEntries(one, (_key, value) => (value.tag === 'reset' ? undefined : drop(value)));
    done.set(one, result);
    return result;
  };
  return drop(node);
}

const mergeServices: Merger = (base, over, problems) =>
  mergeSame(base, over, problems, {
    maps: (left, right) =>
      mergeMaps(
        left,
        right,
        problems,
        () => (one, two) =>
          mergeSame(one, two, problems, { maps: (service, next) => mergeService(service, next, problems) }),
      ),
  });

const replace: Merger = (_, over) => over;

const mergePlain: Merger = (base, over, problems) =>
  mergeSame(base, over, problems, {
    maps: (left, right) => mergeMaps(left, right, problems, () => mergePlain),
  });

/** Lists of `KEY=value` and mappings are the same thing here. */
const mergeKeyed: Merger = (base, over, problems) => {
  if (isNull(over)) return base;
  if (isNull(base)) return over;
  return mergeSame(toKeyed(base), toKeyed(over), problems, {
    maps: (left, right) => mergeMaps(left, right, problems, () => replace),
  });
};

/** Lists of names and mappings by name are the same thing here. */
const mergeNamed: Merger = (base, over, problems) => {
  if (isNull(over)) return base;
  if (isNull(base)) return over;
  return mergePlain(toNamed(base), toNamed(over), problems);
};

/** A single value is a list of one. */
const append: Merger = (base, over) => {
  if (isNull(over)) return base;
  const items = [...listItems(base), ...listItems(over)];
  return { kind: 'list', origin: over.origin, items };
};

const mergeHealthcheck: Merger = (base, over, problems) =>
  mergeSame(base, over, problems, {
    maps: (left, right) => mergeMaps(left, right, problems, (key) => (key === 'test' ? replace : mergePlain)),
  });

/** Options of different logging drivers do not mix. */
const mergeLogging: Merger = (base, over, problems) => {
  const driver = (node: ComposeNode): string | undefined => {
    const value = node.kind === 'map' ? node.entries.get('driver')?.value : undefined;
    return value?.kind === 'scalar' ? reveal(value.value) : undefined;
  };
  const [one, two] = [driver(base), driver(over)];
  return one === undefined || two === undefined || one === two ? mergePlain(base, over, problems) : over;
};

const mergeBuild: Merger = (base, over, problems) => {
  const named = (node: ComposeNode): ComposeNode =>
    node.kind === 'scalar' && !isNull(node)
      ? {
          kind: 'map',
          origin: node.origin,
          entries: new Map([['context', { keyOrigin: node.origin, value: node }]]),
        }
      : node;
  return mergeSame(named(base), named(over), problems, {
    maps: (left, right) =>
      mergeMaps(left, right, problems, (key) =>
        ['args', 'labels', 'additional_contexts'].includes(key) ? mergeKeyed : mergePlain,
      ),
  });
};

const SERVICE_MERGERS: Readonly<Record<string, Merger>> = {
  annotations: mergeKeyed,
  build: mergeBuild,
  command: replace,
  depends_on: mergeNamed,
  dns: append,
  dns_opt: append,
  dns_search: append,
  entrypoint: replace,
  env_file: append,
  environment: mergeKeyed,
  extra_hosts: mergeKeyed,
  healthcheck: mergeHealthcheck,
  label_file: append,
  labels: mergeKeyed,
  logging: mergeLogging,
  networks: mergeNamed,
  sysctls: mergeKeyed,
  tmpfs: append,
};

function mergeMaps(
  base: MapNode,
  over: MapNode,
  problems: LoadProblem[],
  mergerOf: (key: string) => Merger,
): MapNode {
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const earlier = entries.get(key);
    const { value } = entry;
    if (value.tag === 'reset') entries.delete(key);
    else if (value.tag === 'override' || earlier === undefined || key.startsWith('x-')) {
      entries.set(key, { ...entry, value: dropResets(value) });
    } else {
      const merged = mergerOf(key)(earlier.value, value, problems);
      // A value that was replaced belongs to the key beside it; one that was merged stays where it began.
      const { keyOrigin } = merged === value ? entry : earlier;
      entries.set(key, { keyOrigin, value: merged });
    }
  }
  return { kind: 'map', origin: base.origin, entries };
}

/** Merges nodes of one kind. Nothing over something leaves it; other kinds cannot replace a mapping or a list. */
function mergeSame(
  base: ComposeNode,
  over: ComposeNode,
  problems: LoadProblem[],
  how: { readonly maps: (base: MapNode, over: MapNode) => ComposeNode },
): ComposeNode {
  if (isNull(over)) return base;
  if (base.kind === 'scalar') return dropResets(over);
  if (base.kind === 'map' && over.kind === 'map') return how.maps(base, over);
  if (base.kind === 'list' && over.kind === 'list') {
    return { kind: 'list', origin: over.origin, items: [...base.items, ...over.items] };
  }
  const message = `This is ${describeKind(over)}, but what it overrides is ${describeKind(base)}: compose refuses the files. Write both the same way, or put !override in front.`;
  problems.push({ code: 'compose/schema', message, ...over.origin });
  return base;
}

/** `- KEY=value` and `- KEY` as the entries that they mean. */
export function toKeyed(node: ComposeNode): ComposeNode {
  if (node.kind !== 'list') return node;
  const entries = new Map<string, MapEntry>();
  for (const item of node.items) {
    if (item.kind !== 'scalar') continue;
    const text = reveal(item.value);
    const equals = text.indexOf('=');
    const key = equals < 0 ? text : text.slice(0, equals);
    const rest = text.slice(equals + 1);
    const value: ComposeNode =
      equals < 0
        ? { kind: 'scalar', type: 'null', value: '', origin: item.origin }
        : {
            kind: 'scalar',
            type: 'string',
            value: typeof item.value === 'string' ? rest : new Secret(rest),
            origin: item.origin,
          };
    entries.set(key, { keyOrigin: item.origin, value });
  }
  return { kind: 'map', origin: node.origin, entries };
}

/** `- name` as an entry without content. */
export function toNamed(node: ComposeNode): ComposeNode {
  if (node.kind !== 'list') return node;
  const entries = new Map<string, MapEntry>();
  for (const item of node.items) {
    if (item.kind !== 'scalar') continue;
    const value: ComposeNode = { kind: 'scalar', type: 'null', value: '', origin: item.origin };
    entries.set(reveal(item.value), { keyOrigin: item.origin, value });
  }
  return { kind: 'map', origin: node.origin, entries };
}

export function listItems(node: ComposeNode | undefined): ListNode['items'] {
  if (node === undefined || isNull(node)) return [];
  return node.kind === 'list' ? node.items : [node];
}
