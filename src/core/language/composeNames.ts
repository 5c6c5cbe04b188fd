import type { ContainerVariable } from '../compose/project';
import type { Value } from '../secret';
import type { Location, Span } from '../text';
import type { NameUse, StackFiles } from './nameUse';

/** The names in compose files: references wherever they stand, and the keys of every service's `environment`. */
export function composeNames(stack: StackFiles): readonly NameUse[] {
  return [...references(stack), ...entries(stack)];
}

function references({ project, texts }: StackFiles): readonly NameUse[] {
  const uses = new Map<string, NameUse>();
  // A file that several others extend is read once for each of them.
  for (const resolved of project.references) {
    const { path, span: whole, name } = resolved;
    const span = nameIn(texts.get(path) ?? '', whole, name);
    if (span === undefined) continue;
    uses.set(keyOf(resolved), { kind: 'reference', path, span, name, whole, inKey: undefined, resolved });
  }
  return [...uses.values()];
}

/** Undefined where an escape hides the name, as in `"\x24NAME"`. */
function nameIn(text: string, whole: Span, name: string): Span | undefined {
  const start = whole.start + (text.startsWith('${', whole.start) ? 2 : 1);
  return text.startsWith(name, start) ? { start, end: start + name.length } : undefined;
}

function entries({ project, texts }: StackFiles): readonly NameUse[] {
  const uses = new Map<string, NameUse>();
  const add = (
    kind: 'entry' | 'pass-through',
    name: string,
    { path, span: whole }: Location,
    value?: Value,
  ): void => {
    const span = keyAt(texts.get(path) ?? '', whole.start, name);
    if (span !== undefined) uses.set(keyOf({ path, span: whole }), { kind, path, name, span, whole, value });
  };
  // Services that share an anchor share its entries.
  for (const service of project.services.values()) {
    for (const variable of service.environment.values())
      if (variable.source === 'environment')
        add(kindOf(variable), variable.name, variable.origin, variable.value);
    for (const [name, origin] of service.unset) add('pass-through', name, origin);
  }
  return [...uses.values()];
}

function kindOf({ passedOn }: ContainerVariable): 'entry' | 'pass-through' {
  return passedOn === undefined ? 'entry' : 'pass-through';
}

/** Undefined where the key is not written as it reads, as in `"\x41"`, or is itself a reference. */
function keyAt(text: string, offset: number, name: string): Span | undefined {
  const start = /["']/.test(text.charAt(offset)) ? offset + 1 : offset;
  return text.startsWith(name, start) ? { start, end: start + name.length } : undefined;
}

function keyOf({ path, span }: Location): string {
  return `${span.start} ${path}`;
}
