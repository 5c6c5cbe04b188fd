import { fixOf, replaceAt } from '../edits';
import type { Rule } from '../rule';

export const obsoleteVersion: Rule = {
  code: 'compose/obsolete-version',
  severity: 'info',
  summary: 'The compose file names a version, which compose ignores.',
  explanation:
    'Compose has one format and warns at every command that `version` is obsolete. The line has no effect. Remove it.',
  *check(stack) {
    for (const path of stack.project.composeFiles) {
      const text = stack.texts.get(path) ?? '';
      const start = /^version[ \t]*:/m.exec(text)?.index;
      const entry = start === undefined ? undefined : stack.yamlFile(path)?.entryAt(start);
      // The same words may begin a line of a text.
      if (entry === undefined || entry.key?.start !== start) continue;
      const newline = text.indexOf('\n', entry.whole.end);
      const line = { start: entry.whole.start, end: newline < 0 ? text.length : newline + 1 };
      yield {
        at: { path, span: entry.whole },
        message: 'Compose ignores this line and warns about it at every command. Remove it.',
        isUnnecessary: true,
        fixes: fixOf('Remove it', [replaceAt({ path, span: line }, '')]),
      };
    }
  },
};
