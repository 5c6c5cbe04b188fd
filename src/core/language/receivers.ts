import type { ComposeService, ContainerVariable } from '../compose/project';
import type { Location } from '../text';
import type { NameIndex } from './nameIndex';

/** A variable of a container that a variable of the project goes into. */
export interface Receiver {
  readonly service: ComposeService;
  readonly variable: ContainerVariable;
}

/** Where a variable of the project arrives, also by way of other lines of `.env`. Active services, in file order. */
export function receiversOf(index: NameIndex, name: string): readonly Receiver[] {
  const names = namesFed(index, name);
  const places = new Set<string>();
  for (const use of [...names].flatMap((each) => index.named(each))) {
    if (use.kind === 'pass-through') places.add(keyOf(use.path, use.whole.start));
    if (use.kind !== 'reference') continue;
    const entry = use.resolved?.isEvaluated === true ? index.entryAround(use) : undefined;
    if (entry !== undefined) places.add(keyOf(entry.path, entry.whole.start));
  }
  const arrives = ({ origin, name: own, source }: ContainerVariable): boolean => {
    if (source === 'environment') return places.has(keyOf(origin.path, origin.span.start));
    const isLineOfProject = index.envFiles.get(origin.path)?.isOfProject === true;
    if (isLineOfProject || places.has(keyOf(origin.path, origin.span.start))) return names.has(own);
    return hasReference(index, origin, own, names);
  };
  return [...index.stack.project.services.values()]
    .filter(({ isActive }) => isActive)
    .flatMap((service) =>
      [...service.environment.values()].filter(arrives).map((variable) => ({ service, variable })),
    );
}

/** The name and those that lines of the project's env files make of it. */
function namesFed(index: NameIndex, name: string): ReadonlySet<string> {
  const names = new Set([name]);
  // A set yields what is added while it is walked.
  for (const each of names) {
    for (const use of index.named(each)) {
      if (use.kind !== 'reference' || use.inKey === undefined) continue;
      if (index.envFiles.get(use.path)?.isOfProject === true) names.add(use.inKey);
    }
  }
  return names;
}

function hasReference(
  index: NameIndex,
  { path }: Location,
  key: string,
  names: ReadonlySet<string>,
): boolean {
  return [...names].some((name) =>
    index.named(name).some((use) => use.kind === 'reference' && use.path === path && use.inKey === key),
  );
}

function keyOf(path: string, offset: number): string {
  return `${offset} ${path}`;
}
