import { fixOf } from '../edits';
import type { Rule } from '../rule';

export const iniSection: Rule = {
  code: 'env/ini-section',
  severity: 'warning',
  summary: 'A `[section]` line, which env files do not have.',
  explanation:
    'An env file is one flat list. Compose takes `[database]` for the name of a variable whose value is to come from the shell, and the lines below belong to no section: a name that stands in two of them is set twice, and the last one counts. Make the line a comment.',
  *check(stack) {
    for (const [path, { items }] of stack.envDocuments) {
      for (const item of items) {
        if (item.kind === 'space' || item.kind === 'comment' || item.kind === 'broken') continue;
        // On the last line without a line end, compose takes the name for a value.
        const name =
          item.kind === 'inherit' ? item.key : { text: item.value.decoded.text, span: item.value.span };
        if (item.kind === 'assignment' && item.separator.text !== '') continue;
        if (!/^\[[^[\]]*\]$/.test(name.text)) continue;
        const { start } = name.span;
        yield {
          at: { path, span: name.span },
          message: `Env files have no sections: compose takes ${name.text} for a variable, and all lines below for one list. Make it a comment.`,
          fixes: fixOf('Make it a comment', [
            { path, edits: [{ span: { start, end: start }, newText: '# ' }] },
          ]),
        };
      }
    }
  },
};
