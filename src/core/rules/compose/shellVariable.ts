import type { VariableReference } from '../../compose/project';
import { fixOf, replaceAt } from '../edits';
import { oncePerStack } from '../oncePerStack';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

export const shellVariable: Rule = {
  code: 'compose/shell-variable',
  severity: 'warning',
  summary: "A command uses a variable of its container with one dollar sign, which is compose's.",
  explanation:
    'Compose replaces `$NAME` in `command`, `entrypoint` and `healthcheck` before a container exists, from the shell and `.env`. A variable that only the container has becomes empty: a password check then runs without a password. Write `$$NAME`, which reaches the shell in the container as `$NAME`.',
  *check(stack) {
    for (const reference of stack.project.references) {
      const service = containerThatHas(stack, reference);
      if (service === undefined) continue;
      const { name, path, span } = reference;
      const start = { start: span.start, end: span.start };
      yield {
        at: { path, span },
        message: `Compose replaces ${name} by nothing before ${service} starts, because only the container has it. Write $$${name}.`,
        fixes: fixOf('Leave it to the container', [replaceAt({ path, span: start }, '$')]),
      };
    }
  },
};

/** The service whose command names, with one dollar sign, a variable that only its container has. */
export function containerThatHas(stack: StackContext, reference: VariableReference): string | undefined {
  return containersByReference(stack).get(reference);
}

const containersByReference = oncePerStack((stack) => {
  const containers = new Map<VariableReference, string>();
  for (const {
    name: service,
    command,
    entrypoint,
    healthcheck,
    environment,
  } of stack.project.services.values())
    for (const script of [command, entrypoint, healthcheck])
      for (const reference of script === undefined ? [] : stack.references.within(script.origin)) {
        const { name, operator, resolution, isEvaluated } = reference;
        if (!isEvaluated || operator !== '' || resolution !== 'unset' || stack.project.environment.has(name))
          continue;
        if (environment.has(name) && !containers.has(reference)) containers.set(reference, service);
      }
  return containers;
});
