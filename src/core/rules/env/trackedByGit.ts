import { isSecretName } from '../../langfuse/catalogue';
import type { FileEdit } from '../../diagnostic';
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
          fixes:
            facts.isIgnoredByGit === true ? [] : fixOf('Add it to .gitignore', [ignore(path)], 'offered'),
        };
      else if (facts.isIgnoredByGit === false)
        yield {
          at,
          message: `Nothing keeps ${path} and its secrets out of the next commit. Add it to .gitignore.`,
          fixes: fixOf('Add it to .gitignore', [ignore(path)], 'offered'),
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

// At the start, which exists in every file, also in one that was not read.
function ignore(path: string): FileEdit {
  return { path: '.gitignore', edits: [{ span: { start: 0, end: 0 }, newText: `/${path}\n` }] };
}
