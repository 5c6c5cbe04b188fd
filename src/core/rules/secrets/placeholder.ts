import type { Location } from '../../text';
import { knownSecret } from '../../secrets/shapes';
import { fixOf, replaceAt } from '../edits';
import type { Finding, Rule } from '../rule';
import type { StackContext } from '../stackContext';
import { defectOf, secretValues } from './secretValues';

/** What a placeholder in these does, beside opening a door. */
const EFFECTS: ReadonlyMap<string, string> = new Map([
  ['ENCRYPTION_KEY', 'and web does not start'],
  ['CLICKHOUSE_PASSWORD', 'and ClickHouse does not start, or takes a password that anybody would try'],
  ['NEXTAUTH_SECRET', 'and who knows the placeholder can sign in as anybody'],
]);

export const placeholder: Rule = {
  code: 'secrets/placeholder',
  severity: 'warning',
  summary: 'A secret was never filled in.',
  explanation:
    'A text such as `<64-hex>` or `changeme` only marks where a secret belongs, and whoever reaches the port tries it first. It is an error where it does more: `ENCRYPTION_KEY` must have 64 hexadecimal digits, `<` breaks the file that the ClickHouse image writes at every start, and with a `NEXTAUTH_SECRET` that somebody knows, sessions of every user can be forged. The command **Create Secrets** writes a value of the right shape for each secret of the stack itself. What somebody else has made, such as the password of a mail server, only they can give you.',
  *check(stack) {
    for (const value of secretValues(stack))
      if (defectOf(stack, value) === 'placeholder') yield describe(stack, value.name, value.at);
  },
};

function describe(stack: StackContext, name: string, at: Location): Finding {
  const effect = EFFECTS.get(name);
  const isMadeHere = knownSecret(stack.project, name) !== undefined;
  const advice = isMadeHere
    ? 'Put a real secret here; Create Secrets makes one of the right shape.'
    : 'Put the real one here: it was made elsewhere, so Create Secrets cannot make it.';
  const isInEnvFile = stack.envDocuments.has(at.path);
  const title = isMadeHere ? 'Empty it, for Create Secrets to fill' : 'Empty it';
  return {
    at,
    severity: effect === undefined ? 'warning' : 'error',
    message: `${name} was never filled in${effect === undefined ? '' : `, ${effect}`}. ${advice}`,
    ...(isMadeHere ? { cure: 'create-secrets' as const } : {}),
    fixes: isInEnvFile ? fixOf(title, [replaceAt(at, '')], 'offered') : [],
  };
}
