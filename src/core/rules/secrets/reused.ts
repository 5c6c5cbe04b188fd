import { isSecretName } from '../../langfuse/catalogue';
import type { EnvAssignment } from '../../env/parse';
import { knownSecret } from '../../secrets/shapes';
import { plainText } from '../env/envReferences';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';
import { defectOf } from './secretValues';

export const reused: Rule = {
  code: 'secrets/reused',
  severity: 'warning',
  summary: 'One secret serves two purposes.',
  explanation:
    'Who learns a secret that serves twice has both: the password of a cache then opens the database, or signs sessions. Neither can be changed without the other. Give each purpose its own secret. Names that must agree, such as the keys of MinIO and of its users, are not meant.',
  withoutFix:
    'a new secret must reach everything that has the old one, and data that is encrypted with `ENCRYPTION_KEY` or kept by Postgres is lost to a new one. Only you know what depends on it.',
  *check(stack) {
    const path = '.env';
    for (const items of sameSecrets(stack, path)) {
      const known = items.flatMap((item) => {
        const purpose = knownSecret(stack.project, item.key.text);
        return purpose === undefined ? [] : [{ item, purpose }];
      });
      const [first, ...others] = known;
      if (first === undefined) continue;
      for (const { item, purpose } of others) {
        if (purpose.group !== undefined && purpose.group === first.purpose.group) continue;
        yield {
          at: { path, span: item.value.span },
          message: `${item.key.text} is the same secret as ${first.item.key.text}, so who learns one has both. Give each its own.`,
          related: [{ path, span: first.item.key.span, message: 'The same secret.' }],
        };
      }
    }
  },
};

/** Assignments of one text to several secret names, in the order of the file. */
function sameSecrets(stack: StackContext, path: string): readonly (readonly EnvAssignment[])[] {
  const byText = new Map<string, Map<string, EnvAssignment>>();
  for (const item of stack.envDocuments.get(path)?.items ?? []) {
    if (item.kind !== 'assignment' || !isSecretName(item.key.text)) continue;
    const text = plainText(item);
    // A short value is bad in other ways; a reference may mean anything.
    if (text === undefined || text.length < 8) continue;
    const byName = byText.get(text) ?? new Map<string, EnvAssignment>();
    if (!byName.has(item.key.text)) byText.set(text, byName.set(item.key.text, item));
  }
  const groups = [...byText].map(([text, byName]) => ({ text, items: [...byName.values()] }));
  return groups.flatMap(({ text, items }) =>
    items.length > 1 && !isWorse(stack, text, items) ? [items] : [],
  );
}

/** Whether each of them has a finding that says more. */
function isWorse(stack: StackContext, text: string, items: readonly EnvAssignment[]): boolean {
  const at = { path: '.env', span: { start: 0, end: 0 } };
  return items.some(({ key }) => {
    const defect = defectOf(stack, { name: key.text, text, at });
    return defect !== undefined && defect !== 'short';
  });
}
