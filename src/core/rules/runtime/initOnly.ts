import { decidingPlace } from '../reading';
import type { Rule } from '../rule';
import { changedVariables, putBack } from './drift';

/** What the image reads only while its data folder is empty. */
export const INIT_VARIABLES: ReadonlySet<string> = new Set([
  'POSTGRES_USER',
  'POSTGRES_PASSWORD',
  'POSTGRES_DB',
]);

export const initOnly: Rule = {
  code: 'runtime/init-only',
  severity: 'error',
  summary: 'Postgres keeps the user, password and database that its volume was initialised with.',
  explanation:
    "The Postgres image reads `POSTGRES_USER`, `POSTGRES_PASSWORD` and `POSTGRES_DB` once, when its data folder is empty. A later edit changes what Langfuse logs in with, and not the database: after **Up** every login fails with `password authentication failed` (28P01). Either put the former value back, or change the database first: `docker compose exec postgres psql -U USER -c '\\password'` asks for a new password without leaving it in a shell history. Then write the same one into `.env`.",
  *check(stack) {
    for (const service of stack.services('postgres')) {
      for (const { variable, actual } of changedVariables(stack, service)) {
        if (!INIT_VARIABLES.has(variable.name)) continue;
        yield {
          at: decidingPlace(stack, variable),
          message: `The data of ${service.name} was made with another ${variable.name}, and Postgres does not take this one: after Up, nothing can log in. Put the former value back, or change it inside Postgres first.`,
          fixes: putBack(stack, variable, actual),
        };
      }
    }
  },
};
