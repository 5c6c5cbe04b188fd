import { reveal } from '../secret';
import type { Value } from '../secret';
import type { Location } from '../text';
import { checkListedNames, serviceEnvironment } from './containerEnvironment';
import type { EnvironmentContext } from './containerEnvironment';
import { listItems, toNamed } from './forms';
import { checkLabelFiles } from './labelFiles';
import { parseMounts } from './mounts';
import { parsePorts } from './ports';
import type { ComposeService, Dependency, Healthcheck, Leaf, LoadProblem } from './project';
import { splitWords } from './splitWords';
import type { ComposeNode, MapEntry, MapNode } from './tree';
import { child, isNull, isTrue, textOf } from './tree';

export interface ServiceContext extends EnvironmentContext {
  /** What `COMPOSE_PROFILES` selects. */
  readonly profiles: ReadonlySet<string>;
}

/** Reads a merged service. What compose refuses is reported and left out. */
export function readService(
  name: string,
  entry: MapEntry,
  node: MapNode,
  context: ServiceContext,
): ComposeService {
  const isActive = hasActiveProfile(node, context.profiles);
  const { variables, unset, envFiles } = serviceEnvironment(node, isActive, context);
  if (isActive) checkLabelFiles(child(node, 'label_file'), context);
  for (const hook of hooksOf(node)) checkHook(hook, context.problems);
  const image = leaf(child(node, 'image'));
  return {
    name,
    origin: entry.keyOrigin,
    // A reference that holds a secret is shown redacted: it cannot name an image anyway.
    image: image && { value: String(image.value), origin: image.origin },
    isActive,
    environment: variables,
    unset,
    envFiles,
    ports: parsePorts(child(node, 'ports'), context.problems),
    mounts: parseMounts(node, context.problems),
    dependsOn: readDependencies(node),
    command: readWords(child(node, 'command'), context.problems),
    entrypoint: readWords(child(node, 'entrypoint'), context.problems),
    healthcheck: readHealthcheck(child(node, 'healthcheck')),
    startInterval: textLeaf(descendant(node, ['healthcheck', 'start_interval'])),
    restart: textLeaf(child(node, 'restart')),
    networkMode: textLeaf(child(node, 'network_mode')),
    memoryLimit: textLeaf(
      child(node, 'mem_limit') ?? descendant(node, ['deploy', 'resources', 'limits', 'memory']),
    ),
    openFilesLimit: textLeaf(
      descendant(node, ['ulimits', 'nofile', 'soft']) ?? descendant(node, ['ulimits', 'nofile']),
    ),
  };
}

function hasActiveProfile(node: MapNode, selected: ReadonlySet<string>): boolean {
  const own = listItems(child(node, 'profiles')).map(textOf);
  return own.length === 0 || selected.has('*') || own.some((profile) => selected.has(profile));
}

function descendant(node: ComposeNode | undefined, keys: readonly string[]): ComposeNode | undefined {
  return keys.reduce<ComposeNode | undefined>((found, key) => found && child(found, key), node);
}

function leaf(node: ComposeNode | undefined): Leaf<Value> | undefined {
  if (node?.kind !== 'scalar' || isNull(node)) return undefined;
  return { value: node.value, origin: node.origin };
}

function textLeaf(node: ComposeNode | undefined): Leaf<string> | undefined {
  const found = leaf(node);
  return found && { value: reveal(found.value), origin: found.origin };
}

function readWords(
  node: ComposeNode | undefined,
  problems: LoadProblem[],
): Leaf<readonly Value[]> | undefined {
  if (node === undefined || isNull(node)) return undefined;
  if (node.kind === 'list') {
    const words = node.items.flatMap((item) => (item.kind === 'scalar' ? [item.value] : []));
    return { value: words, origin: node.origin };
  }
  const words = node.kind === 'scalar' ? splitWords(node.value) : undefined;
  if (words !== undefined) return { value: words, origin: node.origin };
  const message =
    'Compose cannot split this into words and refuses the file. Close every quote, or write it as a list.';
  problems.push({ code: 'compose/schema', message, ...node.origin });
  return undefined;
}

/** Commands that compose runs in the container besides its own. */
function hooksOf(service: MapNode): readonly ComposeNode[] {
  const watched = listItems(child(child(service, 'develop'), 'watch'));
  const hooks = ['pre_start', 'post_start', 'pre_stop'].flatMap((key) => listItems(child(service, key)));
  return [...hooks, ...watched.flatMap((item) => child(item, 'exec') ?? [])];
}

function checkHook(hook: ComposeNode, problems: LoadProblem[]): void {
  readWords(child(hook, 'command'), problems);
  checkListedNames(child(hook, 'environment'), problems);
}

function readDependencies(service: MapNode): ReadonlyMap<string, Dependency> {
  const dependencies = new Map<string, Dependency>();
  for (const [name, origin] of impliedDependencies(service)) {
    dependencies.set(name, { condition: 'service_started', isRequired: true, origin });
  }
  const node = child(service, 'depends_on');
  const named = node && toNamed(node);
  if (named?.kind !== 'map') return dependencies;
  for (const [name, { keyOrigin, value }] of named.entries) {
    const condition = textOf(child(value, 'condition'));
    dependencies.set(name, {
      condition:
        condition === 'service_healthy' || condition === 'service_completed_successfully'
          ? condition
          : 'service_started',
      isRequired: textOf(child(value, 'required')) !== 'false',
      origin: keyOrigin,
    });
  }
  return dependencies;
}

/** Sharing another service's links, files or namespaces makes it a dependency without `depends_on`. */
function* impliedDependencies(service: MapNode): Iterable<readonly [string, Location]> {
  for (const key of ['network_mode', 'ipc', 'pid', 'uts']) {
    const node = child(service, key);
    const name = /^service:(.+)$/.exec(textOf(node))?.[1];
    if (node !== undefined && name !== undefined) yield [name, node.origin];
  }
  for (const key of ['links', 'volumes_from']) {
    for (const item of listItems(child(service, key))) {
      const [name = ''] = textOf(item).split(':', 1);
      if (name !== 'container') yield [name, item.origin];
    }
  }
}

function readHealthcheck(node: ComposeNode | undefined): Healthcheck | undefined {
  if (node?.kind !== 'map') return undefined;
  if (isTrue(child(node, 'disable'))) return { test: ['NONE'], origin: node.origin };
  const test = child(node, 'test');
  if (test === undefined || isNull(test)) return undefined;
  if (test.kind === 'scalar') return { test: ['CMD-SHELL', test.value], origin: test.origin };
  const words = test.kind === 'list' ? test.items : [];
  return { test: words.flatMap((item) => (item.kind === 'scalar' ? [item.value] : [])), origin: test.origin };
}
