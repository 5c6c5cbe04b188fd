import { fixOf, replaceValue } from '../edits';
import { decidingPlace, readText } from '../reading';
import type { Rule } from '../rule';

const PROVIDERS = [
  'LANGFUSE_USE_AZURE_BLOB',
  'LANGFUSE_USE_GOOGLE_CLOUD_STORAGE',
  'LANGFUSE_USE_OCI_NATIVE_OBJECT_STORAGE',
] as const;

export const providerConflict: Rule = {
  code: 's3/provider-conflict',
  severity: 'warning',
  summary: 'Two stores at once are switched on, of which one is used.',
  explanation:
    "Langfuse stores events and media with S3's protocol unless one of `LANGFUSE_USE_AZURE_BLOB`, `LANGFUSE_USE_GOOGLE_CLOUD_STORAGE` and `LANGFUSE_USE_OCI_NATIVE_OBJECT_STORAGE` is true. With two of them the first one that the code looks at wins, and the other is passed over in silence. Keep one.",
  *check(stack) {
    for (const service of stack.langfuseServices) {
      const [first, ...others] = PROVIDERS.filter((name) => readText(stack, service, name) === 'true');
      for (const name of others) {
        const variable = service.environment.get(name);
        if (variable === undefined || first === undefined) continue;
        const at = decidingPlace(stack, variable);
        yield {
          at,
          message: `${service.name} stores in one place, and ${first} is on as well. Keep one of the two.`,
          fixes: fixOf(`Switch ${name} off`, [replaceValue(stack, at, 'false')], 'offered'),
        };
      }
    }
  },
};
