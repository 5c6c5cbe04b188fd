import { fixOf } from '../edits';
import type { Rule } from '../rule';
import { assignments } from '../stackContext';

export const hashBecomesValue: Rule = {
  code: 'env/hash-becomes-value',
  severity: 'warning',
  summary: 'What looks like a comment behind an empty value is the value.',
  explanation:
    'In `KEY=   # note` compose skips the blanks behind `=` first, so the `#` starts the value: the container receives the note. A comment is only recognised behind a value, after a space. Write `KEY=""  # note`, or move the note to its own line.',
  *check(stack) {
    for (const { path, item } of assignments(stack)) {
      const { value, key } = item;
      // A colour or a channel name may well start with a hash; a note has a space behind it.
      if (value.style !== 'unquoted' || !/^#(?:\s|$)/.test(value.decoded.text)) continue;
      const start = value.span.start;
      const insertion = { span: { start, end: start }, newText: '"" ' };
      yield {
        at: { path, span: value.span },
        message: `${key.text} gets this note as its value, because nothing stands before the "#". Put "" before it to leave the value empty.`,
        fixes: fixOf('Make the value empty and keep the note', [{ path, edits: [insertion] }]),
      };
    }
  },
};
