import type { EnvAssignment } from '../../env/parse';
import type { Template } from '../../env/template';
import type { StackContext } from '../stackContext';
import { assignments } from '../stackContext';

/** Names that a compose file or another line of an env file uses. */
export function referencedNames(stack: StackContext): ReadonlySet<string> {
  const names = new Set(stack.project.references.map(({ name }) => name));
  for (const { item } of assignments(stack)) for (const name of namesUsedBy(item)) names.add(name);
  return names;
}

/** Names that the value of an assignment refers to, also in defaults. */
export function namesUsedBy({ value }: EnvAssignment): Iterable<string> {
  const { style, decoded } = value;
  if (style === 'single' || !decoded.text.includes('$')) return [];
  return namesIn(decoded.template);
}

/** Names whose value in the project makes a difference: what is referenced, passed on, or read by compose itself. */
export function usedByCompose(stack: StackContext): ReadonlySet<string> {
  const names = new Set(referencedNames(stack));
  for (const { environment, unset } of stack.project.services.values()) {
    for (const { name, passedOn } of environment.values()) if (passedOn !== undefined) names.add(name);
    for (const name of unset.keys()) names.add(name);
  }
  for (const name of stack.project.environment.keys()) if (isForTools(name)) names.add(name);
  return names;
}

/** Whether compose, the docker command or its builder reads the name itself. */
function isForTools(name: string): boolean {
  return /^(?:COMPOSE|DOCKER|BUILDKIT|BUILDX)_|^(?:HTTPS?|FTP|ALL|NO)_PROXY$/i.test(name);
}

function* namesIn(template: Template): Iterable<string> {
  for (const part of template.parts) {
    if (part.kind !== 'reference') continue;
    yield part.name;
    if (part.argument !== undefined) yield* namesIn(part.argument);
  }
}
