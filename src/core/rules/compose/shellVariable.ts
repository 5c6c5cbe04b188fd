import type { VariableReference } from '../../compose/project';
import { fixOf, replaceAt } from '../edits';
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
export function containerThatHas(
  stack: StackContext,
  { name, operator, resolution, isEvaluated, path, span }: VariableReference,
): string | undefined {
  if (!isEvaluated || operator !== '' || resolution !== 'unset' || stack.project.environment.has(name))
    return undefined;
  for (const service of stack.project.services.values()) {
    const scripts = [service.command, service.entrypoint, service.healthcheck];
    const isInside = scripts.some(
      (script) =>
        script?.origin.path === path &&
        script.origin.span.start <= span.start &&
        span.end <= script.origin.span.end,
    );
    if (isInside && service.environment.has(name)) return service.name;
  }
  return undefined;
}
