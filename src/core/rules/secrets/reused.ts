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
  *check(stack) {
    const path = '.env';
    for (const [first, ...others] of sameSecrets(stack, path)) {
      if (first === undefined) continue;
      const purpose = knownSecret(stack.project, first.key.text);
      for (const item of others) {
        const known = knownSecret(stack.project, item.key.text);
        const isOnePurpose = known?.group !== undefined && known.group === purpose?.group;
        if (known === undefined || purpose === undefined || isOnePurpose) continue;
        yield {
          at: { path, span: item.value.span },
          message: `${item.key.text} is the same secret as ${first.key.text}, so who learns one has both. Give each its own.`,
          related: [{ path, span: first.key.span, message: 'The same secret.' }],
        };
      }
    }
  },
};

/** Assignments of different secret names to one text, in the order of the file. */
function sameSecrets(stack: StackContext, path: string): readonly (readonly EnvAssignment[])[] {
  const byText = new Map<string, EnvAssignment[]>();
  for (const item of stack.envDocuments.get(path)?.items ?? []) {
    if (item.kind !== 'assignment' || !isSecretName(item.key.text)) continue;
    const text = plainText(item);
    // A short value is bad in other ways; a reference may mean anything.
    if (text === undefined || text.length < 8) continue;
    const others = byText.get(text) ?? [];
    if (others.every(({ key }) => key.text !== item.key.text)) byText.set(text, [...others, item]);
  }
  return [...byText].flatMap(([text, items]) => {
    const [first] = items;
    const at = { path, span: { start: 0, end: 0 } };
    const defect = first && defectOf(stack, { name: first.key.text, text, at });
    return items.length < 2 || defect === 'placeholder' || defect === 'sample' || defect === 'weak-word'
      ? []
      : [items];
  });
}
