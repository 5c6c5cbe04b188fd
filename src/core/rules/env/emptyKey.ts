import { fixOf, removeAssignment } from '../edits';
import type { Rule } from '../rule';
import { assignments } from '../stackContext';

export const emptyKey: Rule = {
  code: 'env/empty-key',
  severity: 'warning',
  summary: 'A value without a name.',
  explanation:
    'Compose reads a line that begins with `=` as a variable without a name and says nothing. In `.env` it is merely lost, and whatever it was meant for stays unset. In an `env_file` it goes into the container, and the engine refuses to create one with such a variable. Write the name, or remove the line.',
  *check(stack) {
    const receivers = new Set(
      [...stack.project.services.values()].flatMap(({ environment }) => {
        const path = environment.get('')?.origin.path;
        return path === undefined ? [] : [path];
      }),
    );
    for (const { path, item } of assignments(stack)) {
      if (item.key.text !== '' || item.separator.text === '') continue;
      const reachesContainer = receivers.has(path);
      const effect = reachesContainer ? 'and the engine refuses to create the container' : 'so it is lost';
      yield {
        at: { path, span: { start: item.separator.span.start, end: item.value.span.end } },
        severity: reachesContainer ? 'error' : 'warning',
        message: `No name stands before this value, ${effect}. Write the name, or remove the line.`,
        fixes: fixOf('Remove the line', [removeAssignment(stack, path, item)], 'offered'),
      };
    }
  },
};
