import type { EnvAssignment } from '../../env/parse';
import { fixOf, removeAssignment } from '../edits';
import { projectEnvFiles } from '../envFiles';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';
import { usedByCompose } from './referencedNames';

/** `exact` are the rules that know more about a name that nothing uses; where one of them speaks, this one is silent. */
export function createUnusedVariable(exact: readonly Rule[]): Rule {
  return {
    code: 'xref/unused-variable',
    severity: 'info',
    summary: 'A variable in .env that no compose file uses.',
    explanation:
      'Compose reads `.env` to fill in `${NAME}` and to give a value to a bare `NAME` under `environment`. It does not put the file into containers: a variable that no compose file mentions changes nothing, whatever a program in a container would do with it. Name it where it belongs (`NAME: ${NAME}`), or remove the line. Settings of compose and of docker themselves, and files that a service names as its `env_file`, are not meant; a script beside the stack may of course read the line.',
    *check(stack) {
      if (!stack.isComplete || stack.project.services.size === 0) return;
      const used = usedByCompose(stack);
      const unused = [...projectEnvFiles(stack)].flatMap((path) =>
        lastAssignments(stack, path)
          // What no reference can name is a finding of its own.
          .filter(({ key }) => /^[A-Za-z_]\w*$/.test(key.text) && !used.has(key.text))
          .map((item) => ({ path, item })),
      );
      if (unused.length === 0) return;
      const explained = new Set(
        exact.flatMap((rule) => [...rule.check(stack)].map(({ at }) => `${at.path}:${at.span.start}`)),
      );
      for (const { path, item } of unused) {
        if (explained.has(`${path}:${item.key.span.start}`)) continue;
        yield {
          at: { path, span: item.key.span },
          message: `No compose file uses ${item.key.text}, so setting it here changes nothing. Pass it to the service that needs it, or remove the line.`,
          isUnnecessary: true,
          fixes: fixOf('Remove the line', [removeAssignment(stack, path, item)], 'offered'),
        };
      }
    },
  };
}

/** Of a name that is set twice, the line that counts. */
function lastAssignments(stack: StackContext, path: string): readonly EnvAssignment[] {
  const items = stack.envDocuments.get(path)?.items ?? [];
  return [
    ...new Map(
      items.flatMap((item) => (item.kind === 'assignment' ? [[item.key.text, item] as const] : [])),
    ).values(),
  ];
}
