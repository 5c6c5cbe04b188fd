import type { ComposeService, ContainerVariable } from '../../compose/project';
import { isSecretName } from '../../langfuse/catalogue';
import { isPlaceholder } from '../../placeholder';
import { reveal } from '../../secret';
import { setEnvValues } from '../../secrets/envEdit';
import { appendLines, fixOf, replaceAt } from '../edits';
import { oncePerStack } from '../oncePerStack';
import { placeOfValue, textOf } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

export const literalSecret: Rule = {
  code: 'compose/literal-secret',
  severity: 'warning',
  summary: 'A secret stands in a compose file that git keeps.',
  explanation:
    'Whoever can read the repository can read the secret, and stays able to after it is removed: git keeps what was committed. Put it into `.env`, which git leaves out, and name it here as `${NAME:?}`. A secret that was pushed somewhere should be replaced.',
  *check(stack) {
    const isTracked = (path: string) => stack.facts.get(path)?.isTrackedByGit === true;
    for (const service of stack.project.services.values()) {
      for (const variable of service.environment.values()) {
        const { name, value, origin, source } = variable;
        if (source !== 'environment' || !isTracked(origin.path) || !isSecretName(name)) continue;
        const place = placeOfValue(stack, origin);
        const text = reveal(value);
        if (text === '' || textOf(stack, place).includes('$') || isPlaceholder(text) || variable.passedOn)
          continue;
        yield {
          at: place,
          message: `${name} of ${service.name} stands in a file that git keeps, for everybody who can read the repository. Put it into .env.`,
          fixes: moveToEnv(stack, service, variable),
        };
      }
    }
  },
};

function moveToEnv(stack: StackContext, service: ComposeService, variable: ContainerVariable) {
  const place = placeOfValue(stack, variable.origin);
  const written = textOf(stack, place);
  const text = reveal(variable.value);
  const name = [variable.name, `${service.name}_${variable.name}`.toUpperCase().replace(/\W/g, '_')].find(
    (one) => !usedNames(stack).has(one),
  );
  const entry = stack.yamlFile(place.path)?.entryAt(place.span.start);
  const isItem = entry?.key === undefined;
  // A block of several lines and a bare item between brackets have no room for braces.
  if (name === undefined || (text + written).includes('\n') || (isItem && isInBrackets(stack, variable)))
    return [];
  const reference = `\${${name}:?}`;
  const line = setEnvValues('', new Map([[name, text]])).trimEnd();
  return fixOf(`Move it to .env as ${name}`, [
    replaceAt(place, isItem ? reference : `"${reference}"`),
    appendLines(stack, '.env', [line]),
  ]);
}

/** Names that cannot be set without changing something else. */
const usedNames = oncePerStack(({ project }) => {
  const unset = [...project.services.values()].flatMap((service) => [...service.unset.keys()]);
  const referenced = project.references.map(({ name }) => name);
  return new Set([...project.environment.keys(), ...referenced, ...unset]);
});

function isInBrackets(stack: StackContext, { origin }: ContainerVariable): boolean {
  const text = stack.texts.get(origin.path) ?? '';
  return /[[,]\s*$/.test(text.slice(Math.max(0, origin.span.start - 50), origin.span.start));
}
