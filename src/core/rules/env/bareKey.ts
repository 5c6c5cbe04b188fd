import { fixOf } from '../edits';
import type { Rule } from '../rule';

export const bareKey: Rule = {
  code: 'env/bare-key',
  severity: 'warning',
  summary: 'A name without `=`, which the shell does not set either.',
  explanation:
    'A name alone on its line asks for the value that the shell has. When the shell has none the variable is unset, which is not the same as empty: `${NAME-default}` then takes its default, and a container loses even what its image sets. Write `NAME=` for an empty value.',
  *check(stack) {
    // What an env_file inherits, the project may have.
    const path = '.env';
    for (const item of stack.envDocuments.get(path)?.items ?? []) {
      if (item.kind !== 'inherit' || !/^[A-Za-z_]\w*$/.test(item.key.text)) continue;
      if (stack.project.environment.get(item.key.text)?.value !== undefined) continue;
      const { end } = item.key.span;
      yield {
        at: { path, span: item.key.span },
        message: `${item.key.text} has no "=" and the shell does not set it, so it stays unset. Write "${item.key.text}=" with a value behind it.`,
        fixes: fixOf(
          'Set it to nothing',
          [{ path, edits: [{ span: { start: end, end }, newText: '=' }] }],
          'offered',
        ),
      };
    }
  },
};
