import type { EnvItem } from '../../env/parse';
import { parseEnv } from '../../env/parse';
import { appendLines, fixOf } from '../edits';
import type { Rule } from '../rule';
import { usedByCompose } from './referencedNames';

/** More names than this are told by their number. */
const MOST_NAMES = 5;

export const exampleDrift: Rule = {
  code: 'xref/example-drift',
  severity: 'info',
  summary: '`.env.example` names variables that `.env` does not have.',
  explanation:
    '`.env.example` shows what a stack can be told. When it gains a variable with a new version, nobody notices that the `.env` on a machine lacks it: the compose file takes its default, or nothing. Look each of them up in the example, and set it or leave it in a comment, which counts as decided. Only variables that the compose files use are meant.',
  *check(stack) {
    const path = '.env';
    const document = stack.envDocuments.get(path);
    if (stack.exampleText === undefined || document === undefined || document.problems.length > 0) return;
    const known = new Set([
      ...stack.project.environment.keys(),
      ...namesInComments(document.items, document.text),
    ]);
    const used = usedByCompose(stack);
    const example = stack.exampleText;
    const missing = parseEnv(example).items.flatMap((item) =>
      item.kind === 'assignment' && !known.has(item.key.text) && used.has(item.key.text) ? [item] : [],
    );
    const first = document.items.find(({ kind }) => kind !== 'space');
    if (missing.length === 0 || first === undefined) return;
    const names = [...new Set(missing.map(({ key }) => key.text))];
    const list =
      names.length > MOST_NAMES
        ? `${names.length} variables`
        : names.join(', ').replace(/, (?=[^,]*$)/, ' and ');
    yield {
      at: { path, span: 'key' in first ? first.key.span : first.span },
      message: `.env.example has ${list}, which .env does not set. Set what this stack needs, and keep the rest in comments.`,
      fixes: fixOf(
        'Add them as comments',
        [
          appendLines(
            stack,
            path,
            missing.map(
              ({ span }) => `# ${example.slice(span.start, span.end).trim().replace(/\r?\n/g, '\n# ')}`,
            ),
          ),
        ],
        'offered',
      ),
    };
  },
};

/** `# NAME=…` is a variable that was left out on purpose. */
function* namesInComments(items: readonly EnvItem[], text: string): Iterable<string> {
  for (const { kind, span } of items) {
    if (kind !== 'comment') continue;
    const name = /^#+[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=/.exec(
      text.slice(span.start, span.end),
    )?.[1];
    if (name !== undefined) yield name;
  }
}
