import { fixOf, replaceAt } from '../edits';
import { textOf } from '../reading';
import type { Rule } from '../rule';

export const inactiveProfileRequired: Rule = {
  code: 'xref/inactive-profile-required',
  severity: 'warning',
  summary:
    'A service that is not started keeps the others from starting, because a variable that it demands is missing.',
  explanation:
    'Compose fills in every `${…}` of its files before it looks at profiles. `${NAME:?}` in a service whose profile is not selected therefore stops every command, also for the services that do run. Set the variable, give it an empty default (`${NAME:-}`), or move the service to a file of its own.',
  *check(stack) {
    const failing = stack.project.references.filter(
      ({ resolution, isEvaluated }) => resolution === 'error' && isEvaluated,
    );
    if (failing.length === 0) return;
    for (const service of stack.project.services.values()) {
      if (service.isActive) continue;
      const { path, span } = service.origin;
      const whole = stack.yamlFile(path)?.entryAt(span.start)?.whole;
      const inside = failing.filter(
        (reference) =>
          whole !== undefined &&
          reference.path === path &&
          whole.start <= reference.span.start &&
          reference.span.end <= whole.end,
      );
      if (inside.length === 0) continue;
      const names = [...new Set(inside.map(({ name }) => name))].join(', ');
      yield {
        at: service.origin,
        message: `${service.name} is not started with these profiles, but compose demands its ${names} all the same and starts nothing. Set it, or write “:-” instead of “:?” there.`,
        related: inside.map((reference) => ({
          path: reference.path,
          span: reference.span,
          message: `${reference.name} is demanded here.`,
        })),
        fixes: fixOf(
          'Go on without a value there',
          inside.map((reference) =>
            /^\$\{\w+:?\?[^{}]*\}$/.test(textOf(stack, reference))
              ? replaceAt(reference, `\${${reference.name}:-}`)
              : undefined,
          ),
          'offered',
        ),
      };
    }
  },
};
