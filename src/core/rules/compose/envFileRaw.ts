import { reveal } from '../../secret';
import { fixOf, replaceAt } from '../edits';
import type { Rule } from '../rule';

export const envFileRaw: Rule = {
  code: 'compose/env-file-raw',
  severity: 'info',
  summary: 'Quotes, references or comments in an env file that is taken as it is.',
  explanation:
    'With `format: raw` nothing in the file has a meaning but the first `=` of a line: quotes become a part of the value, `${NAME}` arrives as it is written, and so does what looks like a comment behind a value. Leave `format` out for the usual reading, or write the values as they are meant to arrive.',
  *check(stack) {
    for (const service of stack.project.services.values()) {
      const raw = new Set(service.envFiles.flatMap(({ path, format }) => (format === 'raw' ? [path] : [])));
      if (raw.size === 0) continue;
      for (const { name, value, source, origin, valueOrigin } of service.environment.values()) {
        if (source !== 'env-file' || !raw.has(origin.path)) continue;
        const text = reveal(value);
        const inner = /^(["'])(.*)\1$/.exec(text)?.[2];
        if (inner === undefined && !/\$\{?[A-Za-z_]|\s#/.test(text)) continue;
        yield {
          at: valueOrigin,
          message: `${service.name} receives ${name} just as it is written here, since the file is read as raw. Write what is to arrive.`,
          fixes:
            inner === undefined ? [] : fixOf('Remove the quotes', [replaceAt(valueOrigin, inner)], 'offered'),
        };
      }
    }
  },
};
