import { fixOf, replaceValue } from '../edits';
import type { Rule } from '../rule';
import { setValues } from './acceptedValue';

export const enumValue: Rule = {
  code: 'langfuse/enum',
  severity: 'error',
  summary: 'A word that Langfuse does not accept for this setting.',
  explanation:
    'Langfuse checks its settings at start and stops at the first wrong one. Switches are the words `true` and `false`, exactly: `True`, `1`, `yes` and `on` are refused. Other settings take one of a few words, in the letters shown.',
  *check(stack) {
    for (const { entry, text, service, place } of setValues(stack)) {
      const { name, values, isSecret } = entry;
      // CLICKHOUSE_CLUSTER_ENABLED has a rule of its own, which says more.
      if (values === undefined || values.includes(text) || isSecret || name === 'CLICKHOUSE_CLUSTER_ENABLED')
        continue;
      const meant = meantBy(text, values);
      const at = place();
      yield {
        at,
        message: `${service.name} stops at start, because ${name} takes ${values.join(', ')}. ${meant === undefined ? 'Use one of these words.' : `Write ${meant}.`}`,
        fixes: meant === undefined ? [] : fixOf(`Write ${meant}`, [replaceValue(stack, at, meant)]),
      };
    }
  },
};

function meantBy(text: string, values: readonly string[]): string | undefined {
  const word = text.trim().toLowerCase();
  const exact = values.find((value) => value.toLowerCase() === word);
  if (exact !== undefined || !values.includes('true')) return exact;
  if (/^(?:1|yes|y|on|t|enabled)$/.test(word)) return 'true';
  return /^(?:0|no|n|off|f|disabled)$/.test(word) ? 'false' : undefined;
}
