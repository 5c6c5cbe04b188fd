import type { ComposeProject, LoadProblem } from '../project';
import { listItems } from '../forms';
import type { ComposeNode, MapEntry, MapNode } from '../tree';
import { child, isFalse, isNull, textOf } from '../tree';
import { parseBytes } from './units';

/** Entries that are right each by itself, and that compose refuses together. Of services only the active ones. */
export function* checkConflicts(root: MapNode, project: ComposeProject): Iterable<LoadProblem> {
  yield* externalConflicts(child(root, 'volumes'));
  yield* sourceConflicts(child(root, 'secrets'), 'secret', ['file', 'environment']);
  yield* sourceConflicts(child(root, 'configs'), 'config', ['file', 'environment', 'content']);
  const containerNames = new Map<string, string>();
  for (const service of project.services.values()) {
    const node = child(child(root, 'services'), service.name);
    if (!service.isActive || node?.kind !== 'map') continue;
    yield* exclusive(node, `“${service.name}”`, filled(node, 'network_mode', 'networks'));
    const build = child(node, 'build');
    yield* exclusive(
      build,
      `the build of “${service.name}”`,
      filled(build, 'dockerfile', 'dockerfile_inline'),
    );
    yield* deviceConflicts(node, service.name);
    yield* limitConflicts(node, service.name);
    yield* containerNameConflicts(node, service.name, containerNames);
    yield* mountConflicts(node, service.name);
    yield* watchesWithoutTarget(node, service.name);
    yield* undeclared(child(node, 'models'), child(root, 'models'), `“${service.name}” uses the model`);
    yield* undeclared(
      child(build, 'secrets'),
      child(root, 'secrets'),
      `The build of “${service.name}” uses the secret`,
    );
  }
}

function* externalConflicts(volumes: ComposeNode | undefined): Iterable<LoadProblem> {
  for (const [name, { value: volume }] of entriesOf(volumes)) {
    const external = child(volume, 'external');
    if (external === undefined || isOff(external)) continue;
    for (const [key, { keyOrigin }] of entriesOf(volume)) {
      if (key === 'external' || key === 'name' || key.startsWith('x-')) continue;
      const message = `The volume “${name}” is external: it is made elsewhere, so compose refuses “${key}” here. Remove one of the two.`;
      yield { code: 'compose/exclusive-keys', message, ...keyOrigin };
    }
  }
}

function* sourceConflicts(
  section: ComposeNode | undefined,
  word: string,
  sources: readonly string[],
): Iterable<LoadProblem> {
  for (const [name, { keyOrigin, value: node }] of entriesOf(section)) {
    const present = sources.filter((source) => child(node, source) !== undefined);
    yield* exclusive(node, `the ${word} “${name}”`, present);
    const external = child(node, 'external');
    // Of a config compose asks no more than that the key is there.
    const isElsewhere = external !== undefined && (word === 'config' || !isOff(external));
    if (node.kind !== 'map' || present.length > 0 || isElsewhere) continue;
    const message = `Nothing says where the ${word} “${name}” comes from, so compose refuses the file. Add one of ${sources.join(', ')}.`;
    yield { code: 'compose/schema', message, ...keyOrigin };
  }
}

/** Marks each of the keys but the first. */
function* exclusive(
  node: ComposeNode | undefined,
  where: string,
  [first, ...others]: readonly string[],
): Iterable<LoadProblem> {
  for (const key of others) {
    const entry = entryOf(node, key);
    const message = `“${first}” and “${key}” exclude each other in ${where}, so compose refuses the file. Remove one of them.`;
    if (entry !== undefined) yield { code: 'compose/exclusive-keys', message, ...entry.keyOrigin };
  }
}

/** Those of the keys that hold something. */
function filled(node: ComposeNode | undefined, ...keys: readonly string[]): readonly string[] {
  return keys.filter((key) => {
    const value = child(node, key);
    if (value?.kind === 'map') return value.entries.size > 0;
    return value?.kind === 'list' ? value.items.length > 0 : textOf(value) !== '';
  });
}

function* deviceConflicts(service: MapNode, name: string): Iterable<LoadProblem> {
  const reserved = child(child(child(child(service, 'deploy'), 'resources'), 'reservations'), 'devices');
  for (const list of [reserved, child(service, 'gpus')])
    for (const device of list?.kind === 'list' ? list.items : [])
      yield* exclusive(device, `a device of “${name}”`, filled(device, 'count', 'device_ids'));
}

/** One limit by two names. Compose compares what they amount to. */
const LIMITS: readonly {
  readonly short: string;
  readonly long: readonly string[];
  readonly amount: (text: string) => number | undefined;
}[] = [
  { short: 'cpus', long: ['deploy', 'resources', 'limits', 'cpus'], amount: Number },
  { short: 'mem_limit', long: ['deploy', 'resources', 'limits', 'memory'], amount: parseBytes },
  { short: 'mem_reservation', long: ['deploy', 'resources', 'reservations', 'memory'], amount: parseBytes },
  { short: 'pids_limit', long: ['deploy', 'resources', 'limits', 'pids'], amount: Number },
  { short: 'scale', long: ['deploy', 'replicas'], amount: Number },
];

function* limitConflicts(service: MapNode, name: string): Iterable<LoadProblem> {
  for (const { short, long, amount } of LIMITS) {
    const entry = service.entries.get(short);
    const other = long.reduce<ComposeNode | undefined>(child, service);
    const [one, two] = [amount(textOf(entry?.value)), amount(textOf(other))];
    const isSame = one === two || one === undefined || two === undefined;
    // Nothing, but for replicas, means that there is no limit.
    if (entry === undefined || other === undefined || isSame) continue;
    if (short !== 'scale' && (one === 0 || two === 0)) continue;
    const message = `“${short}” and “${long.join('.')}” of “${name}” differ, so compose refuses the file. Remove one of them.`;
    yield { code: 'compose/limits-conflict', message, ...entry.keyOrigin };
  }
}

function* containerNameConflicts(
  service: MapNode,
  name: string,
  taken: Map<string, string>,
): Iterable<LoadProblem> {
  const node = child(service, 'container_name');
  if (node === undefined) return;
  const containerName = textOf(node);
  const other = taken.get(containerName);
  taken.set(containerName, name);
  if (other !== undefined) {
    const message = `“${other}” has the container name “${containerName}” as well, so compose refuses the file. Give one of them another name.`;
    yield { code: 'compose/duplicate-container-name', message, ...node.origin };
    return;
  }
  const replicas = Number(textOf(child(service, 'scale') ?? child(child(service, 'deploy'), 'replicas')));
  if (replicas <= 1) return;
  const message = `“${name}” has ${replicas} containers, which cannot all have one name, so compose refuses the file. Remove “container_name”.`;
  yield { code: 'compose/duplicate-container-name', message, ...node.origin };
}

function* mountConflicts(service: MapNode, name: string): Iterable<LoadProblem> {
  const inMemory = new Set(listItems(child(service, 'tmpfs')).map((item) => targetOf(textOf(item))));
  if (inMemory.size === 0) return;
  for (const item of listItems(child(service, 'volumes'))) {
    const target = item.kind === 'map' ? textOf(child(item, 'target')) : shortTarget(textOf(item));
    if (!inMemory.has(targetOf(target))) continue;
    const message = `“${name}” mounts this and a tmpfs at ${target}, so compose refuses the file. Remove one of them.`;
    yield { code: 'compose/mount-collision', message, ...item.origin };
  }
}

function shortTarget(text: string): string {
  const [first = '', second = first] = text.split(':');
  return second;
}

function targetOf(text: string): string {
  const [path = ''] = text.split(':', 1);
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}

function* watchesWithoutTarget(service: MapNode, name: string): Iterable<LoadProblem> {
  const watch = child(child(service, 'develop'), 'watch');
  for (const item of watch?.kind === 'list' ? watch.items : []) {
    const action = textOf(child(item, 'action'));
    if (!action.startsWith('sync') || textOf(child(item, 'target')) !== '') continue;
    const message = `“${name}” is to sync this, but not where to, so compose refuses the file. Add “target”.`;
    yield { code: 'compose/schema', message, ...item.origin };
  }
}

function* undeclared(
  used: ComposeNode | undefined,
  declared: ComposeNode | undefined,
  subject: string,
): Iterable<LoadProblem> {
  const named =
    used?.kind === 'map' ? [...used.entries].map(([name, { keyOrigin }]) => ({ name, keyOrigin })) : [];
  const listed = (used?.kind === 'list' ? used.items : []).map((item) => {
    const node = item.kind === 'map' ? (child(item, 'source') ?? item) : item;
    return { name: textOf(node), keyOrigin: node.origin };
  });
  for (const { name, keyOrigin } of [...named, ...listed]) {
    if (child(declared, name) !== undefined) continue;
    const message = `${subject} “${name}”, which is not declared, so compose refuses the file. Declare it at the top level.`;
    yield { code: 'compose/undefined-reference', message, ...keyOrigin };
  }
}

function entriesOf(node: ComposeNode | undefined): Iterable<readonly [string, MapEntry]> {
  return node?.kind === 'map' ? node.entries : [];
}

function entryOf(node: ComposeNode | undefined, key: string): MapEntry | undefined {
  return node?.kind === 'map' ? node.entries.get(key) : undefined;
}

function isOff(node: ComposeNode): boolean {
  return isNull(node) || isFalse(node);
}
