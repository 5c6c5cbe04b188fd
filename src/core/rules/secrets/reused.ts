import type { EnvAssignment } from '../../env/parse';
import { isSecretName } from '../../langfuse/catalogue';
import { isPlaceholder } from '../../placeholder';
import { knownSecret } from '../../secrets/shapes';
import type { Rule } from '../rule';
import { assignments } from '../stackContext';
import { isPublishedSample, isWeakWord } from './knownText';

export const reused: Rule = {
  code: 'secrets/reused',
  severity: 'warning',
  summary: 'One secret serves two purposes.',
  explanation:
    'Who learns a secret that serves twice has both: the password of a cache then opens the database, or signs sessions. Neither can be changed without the other. Give each purpose its own secret. Names that must agree, such as the keys of MinIO and of its users, are not meant.',
  *check(stack) {
    const seen = new Map<string, EnvAssignment>();
    for (const { path, item } of assignments(stack)) {
      const { key, value } = item;
      const { text } = value.decoded;
      if (path !== '.env' || !isSecretName(key.text)) continue;
      const known = knownSecret(stack.project, key.text);
      // A short value is bad in other ways; a reference may mean anything.
      if (known === undefined || text.length < 8 || text.includes('$')) continue;
      if (isPlaceholder(text) || isWeakWord(text) || isPublishedSample(key.text, text)) continue;
      const first = seen.get(text);
      if (first === undefined) seen.set(text, item);
      if (first === undefined || first.key.text === key.text) continue;
      const group = knownSecret(stack.project, first.key.text)?.group;
      if (group !== undefined && group === known.group) continue;
      yield {
        at: { path, span: value.span },
        message: `${key.text} is the same secret as ${first.key.text}, so who learns one has both. Give each its own.`,
        related: [{ path, span: first.key.span, message: 'The same secret.' }],
      };
    }
  },
};
