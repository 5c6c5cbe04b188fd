import { isSecretName } from '../../langfuse/catalogue';
import { reveal } from '../../secret';
import { fixOf, replaceAt } from '../edits';
import { textOf } from '../reading';
import type { Rule } from '../rule';

export const scalarMangled: Rule = {
  code: 'compose/scalar-mangled',
  severity: 'warning',
  summary: 'An unquoted number or date arrives as another text.',
  explanation:
    'Compose reads an unquoted value in `environment` as a number or a date where it looks like one, and writes it anew for the container: `0123` arrives as `83`, `1.10` as `1.1`, `1_000` as `1000`. A password or an identifier of digits is no longer what was written. Put the value in quotes.',
  *check(stack) {
    for (const service of stack.project.services.values()) {
      for (const { name, value, origin, source } of service.environment.values()) {
        const entry = stack.yamlFile(origin.path)?.entryAt(origin.span.start);
        if (source !== 'environment' || entry?.key === undefined) continue;
        const place = { path: origin.path, span: entry.value };
        const written = textOf(stack, place);
        const arrives = reveal(value);
        // Only what starts like a number; words such as True are read as they are meant.
        if (!/^[-+.\d][\w+.:-]*$/.test(written) || arrives === written) continue;
        const how = isSecretName(name) ? 'changed' : `as "${arrives}"`;
        yield {
          at: place,
          message: `${name} looks like a number or a date, so it arrives ${how}. Put it in quotes.`,
          fixes: fixOf('Put it in quotes', [replaceAt(place, `'${written}'`)]),
        };
      }
    }
  },
};
