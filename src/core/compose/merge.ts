import { reveal } from '../secret';
import type { Location } from '../text';
import { asBuild, asDependencies, asDevices, asItems, asKeyed, asNamed, listItems, toKeyed } from './forms';
import type { Form } from './forms';
import type { LoadProblem } from './project';
import type { ComposeNode, ListNode, MapNode } from './tree';
import { child, describeKind, isNull, mapEntries } from './tree';

/** `key` is that of `over`: the place to mark where `over` holds nothing. */
type Merger = (base: ComposeNode, over: ComposeNode, problems: LoadProblem[], key: Location) => ComposeNode;
/** How an entry merges, by its key; undefined: plainly. */
type MergerOf = (key: string) => Merger | undefined;

/** Lays one compose file over another. */
export function mergeFiles(base: MapNode, over: MapNode, problems: LoadProblem[]): MapNode {
  return mergeMaps(base, over, problems, (section) => SECTION_MERGERS.get(section));
}

/** Lays a service over the one that it extends or overrides. */
export function mergeService(base: MapNode, over: MapNode, problems: LoadProblem[]): MapNode {
  return mergeMaps(base, over, problems, (key) => SERVICE_MERGERS.get(key));
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

/** A value by itself; undefined when it is reset. */
export function unlessReset(value: ComposeNode | undefined): ComposeNode | undefined {
  return value === undefined || value.tag === 'reset' ? undefined : dropResets(value);
}

/** Merges mappings entry by entry, each as its key asks for. */
function mapsBy(mergerOf: MergerOf): Merger {
  return (base, over, problems) =>
    mergeSame(base, over, problems, (left, right) => mergeMaps(left, right, problems, mergerOf));
}

const replace: Merger = (_, over) => over;

const mergePlain: Merger = mapsBy(() => undefined);

/** Brings both sides to one form first. What has no such form compose passes over. */
function inForm(form: Form, merge: Merger): Merger {
  return (base, over, problems, key) => {
    const added = isNull(over) ? undefined : form(over);
    const present = isNull(base) ? undefined : form(base);
    if (added === undefined) return base;
    return present === undefined ? added : merge(present, added, problems, key);
  };
}

const mergeKeyed = inForm(
  asKeyed,
  mapsBy(() => replace),
);

const append = inForm(asItems, (base, over) => appended(listItems(base), over));

/** What compose cannot lay nothing over. */
function neverNothing(message: string, merge: Merger): Merger {
  return (base, over, problems, key) => {
    if (isNull(over)) problems.push({ code: 'compose/schema', message, ...key });
    return merge(base, over, problems, key);
  };
}

/** Options of different logging drivers do not mix. */
const mergeLogging: Merger = (base, over, problems, key) => {
  const driver = (node: ComposeNode): string | null | undefined => {
    const value = child(node, 'driver');
    if (value?.kind !== 'scalar') return undefined;
    return isNull(value) ? null : reveal(value.value);
  };
  const [one, two] = [driver(base), driver(over)];
  const isSame = one === undefined || two === undefined || one === two;
  return isSame ? mergePlain(base, over, problems, key) : over;
};

/** Compose brings only what is there already to a list. */
const mergeGpus: Merger = (base, over, problems, key) =>
  mergePlain(asDevices(base) ?? base, over, problems, key);

/** A single limit and a pair of them replace each other. */
const mergeLimit: Merger = (base, over, problems, key) =>
  base.kind === 'map' && over.kind === 'map' ? mergePlain(base, over, problems, key) : over;

/** Compose brings only what is there already to a mapping. */
const mergeSsh: Merger = (base, over, problems, key) => mergePlain(toKeyed(base), over, problems, key);

const BUILD_MERGERS: ReadonlyMap<string, Merger> = new Map([
  ['additional_contexts', mergeKeyed],
  ['args', mergeKeyed],
  ['extra_hosts', mergeKeyed],
  ['labels', mergeKeyed],
  ['ssh', mergeSsh],
]);

const mergeLabeled = mapsBy((key) => (key === 'labels' ? mergeKeyed : undefined));

const SERVICE_MERGERS: ReadonlyMap<string, Merger> = new Map([
  ['annotations', mergeKeyed],
  [
    'build',
    inForm(
      asBuild,
      mapsBy((key) => BUILD_MERGERS.get(key)),
    ),
  ],
  ['command', replace],
  ['depends_on', inForm(asDependencies, mergePlain)],
  ['deploy', mergeLabeled],
  ['dns', append],
  ['dns_opt', append],
  ['dns_search', append],
  ['entrypoint', replace],
  ['env_file', append],
  ['environment', mergeKeyed],
  ['extra_hosts', mergeKeyed],
  ['gpus', mergeGpus],
  ['healthcheck', mapsBy((key) => (key === 'test' ? replace : undefined))],
  ['label_file', append],
  ['labels', mergeKeyed],
  [
    'logging',
    neverNothing(
      'Compose crashes on “logging” without a value where an earlier file has one. Remove this line.',
      mergeLogging,
    ),
  ],
  ['models', inForm(asNamed, mergePlain)],
  ['networks', inForm(asNamed, mergePlain)],
  ['sysctls', mergeKeyed],
  ['tmpfs', append],
  ['ulimits', mapsBy(() => mergeLimit)],
]);

const SECTION_MERGERS: ReadonlyMap<string, Merger> = new Map([
  ['networks', mapsBy(() => mergeLabeled)],
  [
    'services',
    neverNothing(
      '“services” holds nothing, so compose refuses the files. Remove this line, or indent services below it.',
      mapsBy(() => mapsBy((key) => SERVICE_MERGERS.get(key))),
    ),
  ],
  ['version', replace],
  ['volumes', mapsBy(() => mapsBy((key) => (key === 'labels' ? append : undefined)))],
]);

function mergeMaps(base: MapNode, over: MapNode, problems: LoadProblem[], mergerOf: MergerOf): MapNode {
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const earlier = entries.get(key);
    const { value } = entry;
    if (value.tag === 'reset') entries.delete(key);
    else if (value.tag === 'override' || earlier === undefined) {
      entries.set(key, { ...entry, value: dropResets(value) });
    } else {
      const merged = (mergerOf(key) ?? mergePlain)(earlier.value, value, problems, entry.keyOrigin);
      // A value that was replaced belongs to the key beside it; one that was merged stays where it began.
      const { keyOrigin } = merged === value ? entry : earlier;
      entries.set(key, { keyOrigin, value: merged });
    }
  }
  const merged: MapNode = { kind: 'map', origin: base.origin, entries };
  const isList = base.strays !== undefined || over.strays !== undefined;
  return isList ? { ...merged, strays: [...(base.strays ?? []), ...(over.strays ?? [])] } : merged;
}

/** Merges nodes of one kind. Nothing over something leaves it; other kinds cannot replace a mapping or a list. */
function mergeSame(
  base: ComposeNode,
  over: ComposeNode,
  problems: LoadProblem[],
  maps: (base: MapNode, over: MapNode) => ComposeNode,
): ComposeNode {
  if (isNull(over)) return base;
  if (base.kind === 'scalar') return dropResets(over);
  if (base.kind === 'map' && over.kind === 'map') return maps(base, over);
  if (base.kind === 'list' && over.kind === 'list') return appended(base.items, over);
  const message = `This is ${describeKind(over)}, but what it overrides is ${describeKind(base)}: compose refuses the files. Write both the same way, or put !override in front.`;
  problems.push({ code: 'compose/schema', message, ...over.origin });
  return base;
}

function appended(items: ListNode['items'], over: ComposeNode): ListNode {
  const added = listItems(dropResets(over));
  return { kind: 'list', origin: over.origin, items: [...items, ...added] };
}
