import { fixOf } from '../edits';
import type { Rule } from '../rule';
import { assignments } from '../stackContext';

export const bareKeyAtEof: Rule = {
  code: 'env/bare-key-at-eof',
  severity: 'warning',
  summary: 'A name without a value ends the file.',
  explanation:
    'On a last line without `=` and without a line end, compose takes the name for a value: it sets a variable that has no name, and the one that was meant stays unset. Write `NAME=`, and end the file with a line end.',
  *check(stack) {
    for (const { path, item } of assignments(stack)) {
      const name = item.value.decoded.text;
      if (item.separator.text !== '' || !/^[A-Za-z_]\w*$/.test(name)) continue;
      const { end } = item.value.span;
      yield {
        at: { path, span: item.value.span },
        message: `Compose takes ${name} for a value here, and the variable stays unset. Write "${name}=" with a value behind it.`,
        fixes: fixOf(
          'Set it to nothing',
          [{ path, edits: [{ span: { start: end, end }, newText: '=\n' }] }],
          'offered',
        ),
      };
    }
  },
};
