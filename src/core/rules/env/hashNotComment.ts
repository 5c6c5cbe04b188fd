import { fixOf, replaceAt } from '../edits';
import type { Rule } from '../rule';
import { assignments } from '../stackContext';

export const hashNotComment: Rule = {
  code: 'env/hash-not-comment',
  severity: 'warning',
  summary: 'What looks like a comment behind a value is a part of it.',
  explanation:
    'Behind an unquoted value compose recognises a comment by a space and a `#`. A tab before the `#`, or nothing at all, makes the note a part of the value, and the container receives both. Put a space before the `#`, or the value in quotes if the note belongs to it.',
  *check(stack) {
    for (const { path, item } of assignments(stack)) {
      const { value, key } = item;
      // A note has a blank on one of its sides; `pass#word` and `…/page#part` have none.
      const note = /(\t+)#|[^\s#](#+)[ \t]+\S/.exec(value.decoded.text);
      if (value.style !== 'unquoted' || note === null) continue;
      const [whole, tabs, hashes] = note;
      const start = note.index + (tabs === undefined ? whole.indexOf(hashes ?? '#') : 0);
      const hash = value.decoded.offsetAt(start + (tabs?.length ?? 0));
      const gap = { start: value.decoded.offsetAt(start), end: hash };
      yield {
        at: { path, span: { start: hash, end: value.span.end } },
        message: `This note is a part of the value of ${key.text}, because no space stands before the "#". Put one there.`,
        fixes: fixOf('Make it a comment', [replaceAt({ path, span: gap }, ' ')]),
      };
    }
  },
};
