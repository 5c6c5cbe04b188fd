import { isSecretName } from '../../langfuse/catalogue';
import type { Fix } from '../../diagnostic';
import { isPlaceholder } from '../../placeholder';
import { holdsPassword } from '../../secretNames';
import type { EnvAssignment, EnvDocument } from '../../env/parse';
import { fixOf } from '../edits';
import type { Rule } from '../rule';

export const trackedByGit: Rule = {
  code: 'env/tracked-by-git',
  severity: 'warning',
  summary: 'A file with secrets that git does not leave out.',
  explanation:
    'What is committed once stays in the history of every clone, also after the line is removed. A file with secrets belongs into `.gitignore`, next to an `.env.example` that names the variables without their values. Where git has the file already, ignoring it is not enough: run `git rm --cached FILE`, commit, and give every secret in it a new value, since everybody who has a clone has the old ones.',
  *check(stack) {
    for (const [path, document] of stack.envDocuments) {
      const facts = stack.facts.get(path);
      const secret = firstSecret(document);
      if (facts === undefined || secret === undefined) continue;
      const at = { path, span: secret.key.span };
      if (facts.isTrackedByGit === true)
        yield {
          at,
          message: `Git has ${path} with its secrets, and so has everybody with a clone. Run “git rm --cached ${path}”, ignore the file, and replace the secrets.`,
          fixes: facts.isIgnoredByGit === true ? [] : ignored(path),
        };
      else if (facts.isIgnoredByGit === false)
        yield {
          at,
          message: `Nothing keeps ${path} and its secrets out of the next commit. Add it to .gitignore.`,
          fixes: ignored(path),
        };
    }
  },
};

/** The first value that must not be seen. A reference to one is none, and neither is a mark where one belongs. */
export function firstSecret({ items }: EnvDocument): EnvAssignment | undefined {
  return items.find((item): item is EnvAssignment => {
    if (item.kind !== 'assignment') return false;
    const { text } = item.value.decoded;
    if (text === '' || text.includes('$') || isPlaceholder(text)) return false;
    return isSecretName(item.key.text) || holdsPassword(text);
  });
}

function ignored(path: string): readonly Fix[] {
  // A .gitignore reaches its own folder and those below.
  if (path.startsWith('../') || path.startsWith('/')) return [];
  const pattern = `/${path.replace(/[\\*?[]/g, '\\$&')}`;
  // At the start, which exists in every file, also in one that was not read.
  const edit = { span: { start: 0, end: 0 }, newText: `${pattern}\n` };
  return fixOf('Add it to .gitignore', [{ path: '.gitignore', edits: [edit] }], 'offered');
}
