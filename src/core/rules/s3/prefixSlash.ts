import { fixOf, replaceValue } from '../edits';
import { decidingPlace, readText, textOf } from '../reading';
import type { Rule } from '../rule';
import { uploads } from './uploads';

export const prefixSlash: Rule = {
  code: 's3/prefix-slash',
  severity: 'warning',
  summary: 'A prefix in a bucket does not end with a slash.',
  explanation:
    'Langfuse writes the name of each object right behind the prefix. Without a slash at the end `events` and the project become one word, as in `eventsclx1…/trace/…`: it works, but folders, lifecycle rules and whoever looks into the bucket find no `events/`. Later the prefix cannot be changed, since what was stored is found only under the old one.',
  *check(stack) {
    for (const { service, prefix } of uploads(stack)) {
      const name = `${prefix}PREFIX`;
      const variable = service.environment.get(name);
      const text = readText(stack, service, name);
      if (variable === undefined || text === undefined || text.endsWith('/')) continue;
      const at = decidingPlace(stack, variable);
      const isWritten = textOf(stack, at).replace(/^(["'])(.*)\1$/s, '$2') === text;
      yield {
        at,
        message: `Without a slash at the end the prefix and the names behind it become one word. Write ${text}/ before anything is stored.`,
        // What is stored already is found only under the name that it has.
        fixes: isWritten ? fixOf(`Write ${text}/`, [replaceValue(stack, at, `${text}/`)], 'offered') : [],
      };
    }
  },
};
