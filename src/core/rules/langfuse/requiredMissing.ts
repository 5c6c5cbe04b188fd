import type { ComposeService } from '../../compose/project';
import { isSecretName } from '../../langfuse/catalogue';
import { listed } from '../../listed';
import { addVariables, fixOf } from '../edits';
import { decidingPlace } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';
import { missingVariables, suggestVariable } from './requiredVariables';

export const requiredMissing: Rule = {
  code: 'langfuse/required-missing',
  severity: 'error',
  summary: 'A Langfuse service lacks variables that it does not start without.',
  explanation:
    'Web needs `DATABASE_URL` (or its four parts), `CLICKHOUSE_URL`, `CLICKHOUSE_MIGRATION_URL`, `CLICKHOUSE_USER`, `CLICKHOUSE_PASSWORD`, `NEXTAUTH_URL`, `NEXTAUTH_SECRET`, `SALT`, a Redis address and `LANGFUSE_S3_EVENT_UPLOAD_BUCKET`. The worker needs the database, ClickHouse, Redis and bucket ones. An empty value counts as none. The container names only the first one that it misses, exits, and is restarted for ever. The fix adds what follows from the other services; secrets become references that **Create Secrets** fills.',
  *check(stack) {
    if (!stack.isComplete) return;
    for (const service of stack.langfuseServices) {
      const missing: string[] = [];
      for (const name of missingVariables(stack, service)) {
        const variable = service.environment.get(name);
        if (variable === undefined) missing.push(name);
        else
          yield {
            at: decidingPlace(stack, variable),
            message: `${service.name} gets an empty ${name}, which counts as none, and does not work without it. Give it a value.`,
            ...(isSecretName(name) ? { cure: 'create-secrets' as const } : {}),
          };
      }
      if (missing.length === 0) continue;
      const pronoun = missing.length === 1 ? 'it' : 'them';
      yield {
        at: service.origin,
        message: `${service.name} does not get ${listed(missing)}, and does not work without ${pronoun}. Add ${pronoun} to its environment.`,
        fixes: addMissing(stack, service, missing),
      };
    }
  },
};

function addMissing(stack: StackContext, service: ComposeService, missing: readonly string[]) {
  const additions = missing.flatMap((name) => suggestVariable(stack, name));
  const missesMore = missing.some((name) => suggestVariable(stack, name).length === 0);
  return additions.length === 0
    ? []
    : fixOf(
        missesMore ? 'Add those that follow from this stack' : 'Add what is missing',
        addVariables(stack, service, additions),
        missesMore ? 'offered' : 'preferred',
      );
}
