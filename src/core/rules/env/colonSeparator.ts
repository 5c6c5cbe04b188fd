import { fixOf, replaceAt } from '../edits';
import type { Rule } from '../rule';
import { assignments } from '../stackContext';

export const colonSeparator: Rule = {
  code: 'env/colon-separator',
  severity: 'warning',
  summary: 'A colon between name and value, where `=` belongs.',
  explanation:
    'Compose takes `NAME: value` for `NAME=value`, but a shell, `docker run --env-file` and most programs that read the file do not. It also takes an address that slipped onto a line of its own for a variable: `http://host` sets `http`. Write `=`.',
  *check(stack) {
    for (const { path, item } of assignments(stack)) {
      if (item.separator.text !== ':') continue;
      const isAddress = item.value.decoded.text.startsWith('//');
      const gap = { start: item.key.span.end, end: item.value.span.start };
      yield {
        at: {
          path,
          span: isAddress ? { start: item.key.span.start, end: item.value.span.end } : item.separator.span,
        },
        message: isAddress
          ? `This line sets a variable called "${item.key.text}". Put the name and "=" before the address, or remove the line.`
          : `Compose reads the colon as "=", but other readers of this file do not know ${item.key.text} then. Write "=".`,
        fixes: isAddress ? [] : fixOf('Write =', [replaceAt({ path, span: gap }, '=')]),
      };
    }
  },
};
