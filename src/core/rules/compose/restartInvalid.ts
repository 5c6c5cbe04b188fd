import { nearestName } from '../../compose/nearestName';
import { fixOf, replaceValue } from '../edits';
import { placeOfValue } from '../reading';
import type { Location } from '../../text';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

const POLICIES = ['no', 'always', 'on-failure', 'unless-stopped'];

/** A value that compose itself refuses never gets to the engine. */
function isRefused({ project }: StackContext, { path, span }: Location): boolean {
  return project.problems.some((problem) => problem.path === path && problem.span.start === span.start);
}

export const restartInvalid: Rule = {
  code: 'compose/restart-invalid',
  severity: 'error',
  summary: 'A restart policy that the engine does not know.',
  explanation:
    'Compose passes the word on; it is the engine that refuses it, when the container is created: `up` stops halfway, with some containers running. The policies are `no`, `always`, `unless-stopped` and `on-failure`, the last also with a number of attempts, `on-failure:5`.',
  *check(stack) {
    for (const { name, restart } of stack.project.services.values()) {
      if (
        restart === undefined ||
        isRefused(stack, restart.origin) ||
        /^(?:no|always|unless-stopped|on-failure(?::\d+)?)?$/.test(restart.value)
      )
        continue;
      const place = placeOfValue(stack, restart.origin);
      const meant = nearestName(restart.value, POLICIES);
      yield {
        at: place,
        message: `The engine knows no such restart policy, so ${name} is not created. Use one of ${POLICIES.join(', ')}.`,
        fixes: fixOf(
          `Use ${meant ?? 'unless-stopped'}`,
          [replaceValue(stack, place, meant ?? 'unless-stopped')],
          meant === undefined ? 'offered' : 'preferred',
        ),
      };
    }
  },
};
