import type { Fix } from '../../diagnostic';
import type { EnvAssignment } from '../../env/parse';
import { fixOf, replaceAt } from '../edits';
import type { Rule } from '../rule';
import { assignments } from '../stackContext';

export const crInValue: Rule = {
  code: 'env/cr-in-value',
  severity: 'warning',
  summary: 'A carriage return gets into a value.',
  explanation:
    'Compose ends a line at a line feed. In a file with Windows line ends (CRLF) a value over several lines keeps a carriage return at the end of each of them: a private key or a certificate is then refused, and nothing shows why. A file with nothing but carriage returns is one single line to compose, and all of it becomes the first value. Save the file with LF line ends, or write the line ends of the value as `\\n` in double quotes.',
  *check(stack) {
    for (const { path, item } of assignments(stack)) {
      const at = item.value.decoded.text.indexOf('\r');
      // Written as `\r`, it is meant.
      if (at < 0 || stack.texts.get(path)?.[item.value.decoded.offsetAt(at)] !== '\r') continue;
      const isMultiLine = item.value.style !== 'unquoted';
      yield {
        at: {
          path,
          span: isMultiLine ? item.value.span : item.value.decoded.spanOf({ start: at, end: at + 1 }),
        },
        message: isMultiLine
          ? `Each line of ${item.key.text} ends with a carriage return, which the container receives as well. Save the file with LF line ends.`
          : `A carriage return does not end the line, so ${item.key.text} goes on behind it. Save the file with LF line ends.`,
        fixes: isMultiLine ? onOneLine(path, item, stack.texts.get(path) ?? '') : [],
      };
    }
  },
};

// An editor would turn a bare line feed back into the file's own line end.
function onOneLine(path: string, { value }: EnvAssignment, text: string): readonly Fix[] {
  const written = text.slice(value.contentSpan.start, value.contentSpan.end);
  if (/\r(?!\n)/.test(written) || (value.style === 'single' && /["$\\]/.test(written))) return [];
  const escaped = written.replace(/\r?\n/g, '\\n');
  return fixOf('Write it on one line', [replaceAt({ path, span: value.span }, `"${escaped}"`)]);
}
