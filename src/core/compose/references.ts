import { listItems, toNamed } from './forms';
import { nearestName } from './nearestName';
import type { Location } from '../text';
import type { ComposeProject, ComposeService, LoadProblem } from './project';
import type { Repair } from './schema/repair';
import { reveal } from '../secret';
import type { ComposeNode, MapNode } from './tree';
import { child } from './tree';

/** Names that active services use and nothing declares. */
export function checkReferences(root: MapNode, project: ComposeProject): readonly LoadProblem[] {
  const problems: LoadProblem[] = [];
  for (const service of project.services.values()) {
    if (!service.isActive) continue;
    const node = child(child(root, 'services'), service.name);
    problems.push(
      ...dependencyProblems(service, project),
      ...volumeProblems(service, project),
      ...nameProblems(service.name, node, root, 'networks', 'network', ['default']),
      ...nameProblems(service.name, node, root, 'secrets', 'secret', []),
      ...nameProblems(service.name, node, root, 'configs', 'config', []),
    );
    if (
      (service.image?.value ?? '') === '' &&
      child(node, 'build') === undefined &&
      child(node, 'provider') === undefined &&
      !project.problems.some((problem) => isAt(problem, service.origin))
    ) {
      const message = `The service “${service.name}” has neither an image nor a build, so compose refuses the file. Add “image:”.`;
      problems.push({ code: 'compose/no-image', message, ...service.origin });
    }
  }
  problems.push(...dependencyCycles(project));
  return problems;
}

function* dependencyCycles(project: ComposeProject): Iterable<LoadProblem> {
  const finished = new Set<string>();
  for (const start of project.services.keys()) {
    const cycle = findCycle(project, start, finished);
    if (cycle === undefined) continue;
    const [first = '', second = first] = cycle;
    const origin = project.services.get(first)?.dependsOn.get(second)?.origin;
    const message = `These services wait for each other, so compose refuses the file: ${cycle.join(' → ')}.`;
    if (origin !== undefined) yield { code: 'compose/cycle', message, ...origin };
  }
}

// A loop, not a recursion: services may wait for each other in a chain as long as the file.
function findCycle(
  project: ComposeProject,
  start: string,
  finished: Set<string>,
): readonly string[] | undefined {
  const path: { readonly name: string; readonly next: Iterator<string> }[] = [];
  const places = new Map<string, number>();
  const enter = (name: string): void => {
    const service = project.services.get(name);
    if (finished.has(name) || service?.isActive !== true) return;
    places.set(name, path.length);
    path.push({ name, next: service.dependsOn.keys() });
  };
  enter(start);
  for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
    const step = last.next.next();
    if (step.done === true) {
      finished.add(last.name);
      places.delete(last.name);
      path.pop();
      continue;
    }
    const next = step.value;
    const place = places.get(next);
    if (place === undefined) {
      enter(next);
      continue;
    }
    const names = path.map(({ name }) => name);
    for (const name of names) finished.add(name);
    return [...names.slice(place), next];
  }
  return undefined;
}

function* dependencyProblems(service: ComposeService, project: ComposeProject): Iterable<LoadProblem> {
  for (const [name, dependency] of service.dependsOn) {
    const target = project.services.get(name);
    if (target === undefined) {
      const message = `“${service.name}” depends on “${name}”, which is no service here, so compose refuses the file. Correct the name.`;
      const meant = nearestName(name, project.services.keys());
      const repair = meant === undefined ? {} : { repair: { kind: 'rename', to: meant } as const };
      yield { code: 'compose/undefined-reference', message, ...dependency.origin, ...repair };
    } else if (!target.isActive && dependency.isRequired) {
      const message = `“${service.name}” depends on “${name}”, whose profile is not active, so compose refuses to start it. Select the profile, or add “required: false”.`;
      yield { code: 'compose/profile-dependency', message, ...dependency.origin };
    }
  }
}

function* volumeProblems(service: ComposeService, project: ComposeProject): Iterable<LoadProblem> {
  for (const mount of service.mounts) {
    if (mount.kind !== 'volume' || mount.source === '' || project.volumes.has(mount.source)) continue;
    const message = `The volume “${mount.source}” is not declared, so compose refuses the file. Add it under “volumes:” at the top level.`;
    const repair = { kind: 'declare', section: 'volumes', name: mount.source } as const;
    yield { code: 'compose/undefined-reference', message, ...mount.origin, repair };
  }
}

function* nameProblems(
  serviceName: string,
  service: ComposeNode | undefined,
  root: MapNode,
  section: 'networks' | 'secrets' | 'configs',
  word: string,
  implied: readonly string[],
): Iterable<LoadProblem> {
  const declared = child(root, section);
  const node = child(service, section);
  for (const { name, location } of usedNames(node, section)) {
    if (implied.includes(name) || child(declared, name) !== undefined) continue;
    const message = `“${serviceName}” uses the ${word} “${name}”, which is not declared, so compose refuses the file. Add it under “${section}:” at the top level.`;
    const repair = repairOf(name, declared, section);
    yield { code: 'compose/undefined-reference', message, ...location, ...(repair && { repair }) };
  }
}

function repairOf(name: string, declared: ComposeNode | undefined, section: string): Repair | undefined {
  const meant = nearestName(name, declared?.kind === 'map' ? declared.entries.keys() : []);
  if (meant !== undefined) return { kind: 'rename', to: meant };
  return section === 'networks' ? { kind: 'declare', section, name } : undefined;
}

function* usedNames(
  node: ComposeNode | undefined,
  section: string,
): Iterable<{ readonly name: string; readonly location: LoadProblem | ComposeNode['origin'] }> {
  if (node === undefined) return;
  if (section === 'networks') {
    const named = toNamed(node);
    if (named.kind !== 'map') return;
    for (const [name, { keyOrigin }] of named.entries) yield { name, location: keyOrigin };
    return;
  }
  for (const item of listItems(node)) {
    const source = item.kind === 'scalar' ? item : child(item, 'source');
    if (source?.kind === 'scalar') yield { name: reveal(source.value), location: source.origin };
  }
}

function isAt({ path, span }: Location, place: Location): boolean {
  return path === place.path && span.start === place.span.start;
}
