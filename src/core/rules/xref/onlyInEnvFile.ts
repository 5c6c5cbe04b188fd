import type { VariableReference } from '../../compose/project';
import type { EnvAssignment } from '../../env/parse';
import type { Location } from '../../text';
import { appendLines, fixOf } from '../edits';
import { textOf } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';
import { assignments } from '../stackContext';

export const onlyInEnvFile: Rule = {
  code: 'xref/only-in-env-file',
  severity: 'warning',
  summary: "The compose file uses a variable that only a service's env_file sets.",
  explanation:
    "An `env_file` goes into the service's container and nowhere else. For `${NAME}` in the compose file compose asks the shell and `.env`, so it finds nothing there and puts an empty text, even inside the very service that has the file. Set the variable in `.env`.",
  *check(stack) {
    const definitions = definitionsInEnvFiles(stack);
    for (const reference of stack.project.references) {
      const definition = isFoundNowhere(stack, reference) ? definitions.get(reference.name) : undefined;
      if (definition === undefined) continue;
      const { name, path, span } = reference;
      const { item, place } = definition;
      const line = `${name}=${textOf(stack, { path: place.path, span: item.value.span })}`;
      yield {
        at: { path, span },
        severity: reference.resolution === 'error' ? 'error' : 'warning',
        message: `Compose does not look for ${name} in ${place.path}, which only fills the container. Set it in .env.`,
        related: [{ ...place, message: `${name} is set here, for the container alone.` }],
        fixes: fixOf(`Copy ${name} to .env`, [appendLines(stack, '.env', [line])], 'offered'),
      };
    }
  },
};

/** The first place where an env_file, other than `.env` itself, sets each name. */
export function definitionsInEnvFiles(stack: StackContext): ReadonlyMap<string, Definition> {
  const definitions = new Map<string, Definition>();
  for (const { path, item } of assignments(stack)) {
    const name = item.key.text;
    if (path !== '.env' && !definitions.has(name))
      definitions.set(name, { item, place: { path, span: item.key.span } });
  }
  return definitions;
}

interface Definition {
  readonly item: EnvAssignment;
  /** The key. */
  readonly place: Location;
}

function isFoundNowhere(
  { project }: StackContext,
  { name, operator, resolution, isEvaluated }: VariableReference,
): boolean {
  const isMissing = (operator === '' && resolution === 'unset') || resolution === 'error';
  return isEvaluated && isMissing && !project.environment.has(name);
}
