import { isEveryInterface } from '../../compose/ports';
import type { ComposeService } from '../../compose/project';
import type { Fix } from '../../diagnostic';
import { isSecretName } from '../../langfuse/catalogue';
import type { Role } from '../../langfuse/roles';
import { knownSecret } from '../../secrets/shapes';
import { fixOf, replaceAt } from '../edits';
import { textOf } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';
import type { SecretValue } from './secretValues';
import { defectOf, secretValues } from './secretValues';

export const sampleValue: Rule = {
  code: 'secrets/sample-value',
  severity: 'warning',
  summary: 'A secret has a value that everybody knows.',
  explanation:
    "Langfuse's own compose file comes with values that are marked to be changed: `mysalt`, `mysecret`, `postgres:postgres`, `miniosecret` and others, and an encryption key of zeros. They are the first that anybody tries, and so are words such as `password`. Where the service that takes the secret has a port that is open to the network, this is an error: nothing but that value is in the way. Replace it before anything real is stored, since not every secret changes by editing a file: Postgres keeps the password of its first start, a new `SALT` makes all API keys void, and what `ENCRYPTION_KEY` encrypted is lost with it.",
  *check(stack) {
    for (const value of secretValues(stack)) {
      const defect = defectOf(stack, value);
      if (defect !== 'sample' && defect !== 'weak-word') continue;
      const what =
        defect === 'sample'
          ? "has the value of Langfuse's sample files, which everybody knows"
          : 'is a word that anybody would try first';
      const open = openService(stack, value.name);
      const danger = open === undefined ? '' : `, and ${open.name} has a port that is open to the network`;
      yield {
        at: value.at,
        severity: open === undefined ? 'warning' : 'error',
        message: `${value.name} ${what}${danger}. Replace it before anything real is stored.`,
        fixes: stack.envDocuments.has(value.at.path) ? emptied(value) : demanded(stack, value),
      };
    }
  },
};

const ROLES: readonly (readonly [Role, RegExp])[] = [
  ['web', /^(?:SALT|ENCRYPTION_KEY|NEXTAUTH_SECRET)$|^LANGFUSE_INIT_/],
  ['clickhouse', /^CLICKHOUSE_/],
  ['postgres', /^(?:POSTGRES|DATABASE)_/],
  ['redis', /^REDIS/],
  ['s3', /^MINIO_|^LANGFUSE_S3_/],
];

/** A service that this secret guards, with a port that every machine of the network reaches. */
function openService(stack: StackContext, name: string): ComposeService | undefined {
  const role = ROLES.find(([, pattern]) => pattern.test(name))?.[0];
  const services = role === undefined ? [] : stack.services(role);
  return services.find(({ ports }) =>
    ports.some(({ hostIp, published }) => published !== undefined && isEveryInterface(hostIp)),
  );
}

/** Secrets that take effect as soon as every container has the new one. Others are kept by a server or in its data. */
const REPLACEABLE = /^(?:NEXTAUTH_SECRET|CLICKHOUSE_PASSWORD|REDIS_AUTH)$/;

function emptied({ name, at }: SecretValue): readonly Fix[] {
  return REPLACEABLE.test(name)
    ? fixOf('Empty it, for Create Secrets to fill', [replaceAt(at, '')], 'offered')
    : [];
}

/** `${NAME:-sample}` becomes `${NAME:?}` wherever it stands, so that no container keeps the sample. */
function demanded(stack: StackContext, { at }: SecretValue): readonly Fix[] {
  const variable = /^["']?\$\{(\w+):-[^{}$]*\}["']?$/.exec(textOf(stack, at))?.[1];
  if (variable === undefined || !isSecretName(variable) || knownSecret(stack.project, variable) === undefined)
    return [];
  const uses = stack.project.references.filter(
    ({ name, operator }) => name === variable && operator.endsWith('-'),
  );
  const edits = uses.map((use) =>
    /^\$\{\w+:?-[^{}$]*\}$/.test(textOf(stack, use)) ? replaceAt(use, `\${${variable}:?}`) : undefined,
  );
  return fixOf(`Demand ${variable} from .env, for Create Secrets to fill`, edits, 'offered');
}
