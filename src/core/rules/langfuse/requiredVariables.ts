import type { ComposeService } from '../../compose/project';
import { roleOf } from '../../langfuse/roles';
import { isMissing, readText } from '../reading';
import type { StackContext } from '../stackContext';
import type { YamlAddition } from '../yamlFile';

/** Each is satisfied by any one of the alternatives, and an alternative by all of its names. */
interface Requirement {
  /** What a message calls it; the variable that a fix adds. */
  readonly name: string;
  readonly alternatives: readonly (readonly string[])[];
}

const one = (name: string): Requirement => ({ name, alternatives: [[name]] });

const DATABASE: Requirement = {
  name: 'DATABASE_URL',
  alternatives: [
    ['DATABASE_URL'],
    ['DATABASE_HOST', 'DATABASE_USERNAME', 'DATABASE_PASSWORD', 'DATABASE_NAME'],
  ],
};
const REDIS: Requirement = {
  name: 'REDIS_HOST',
  alternatives: [
    ['REDIS_HOST'],
    ['REDIS_CONNECTION_STRING'],
    ['REDIS_CLUSTER_NODES'],
    ['REDIS_SENTINEL_NODES'],
  ],
};
const BOTH = [
  DATABASE,
  one('CLICKHOUSE_URL'),
  one('CLICKHOUSE_USER'),
  one('CLICKHOUSE_PASSWORD'),
  REDIS,
  one('LANGFUSE_S3_EVENT_UPLOAD_BUCKET'),
];
const WEB_ALONE = [one('NEXTAUTH_URL'), one('NEXTAUTH_SECRET'), one('SALT')];

/** What a Langfuse service certainly lacks of the variables it does not start, or does not work, without. */
export function missingVariables(stack: StackContext, service: ComposeService): readonly string[] {
  const role = roleOf(service);
  const requirements = [...BOTH];
  if (role === 'web') {
    requirements.push(...WEB_ALONE);
    const migrates = readText(stack, service, 'LANGFUSE_AUTO_CLICKHOUSE_MIGRATION_DISABLED') !== 'true';
    if (migrates) requirements.push(one('CLICKHOUSE_MIGRATION_URL'));
  }
  return requirements
    .filter(({ alternatives }) =>
      alternatives.every((names) => names.some((name) => isMissing(stack, service, name))),
    )
    .map(({ name }) => name);
}

const SECRET_HINT = 'run Create Secrets';

/** What a variable should be in this stack, secrets by reference; nothing where only the operator knows. */
export function suggestVariable(stack: StackContext, name: string): readonly YamlAddition[] {
  const single = (role: 'clickhouse' | 'postgres' | 'redis' | 's3') => {
    const services = stack.services(role);
    return services.length === 1 ? services[0] : undefined;
  };
  const only = (value: string | undefined) => (value === undefined ? [] : [{ name, value }]);
  switch (name) {
    case 'DATABASE_URL':
      return only(databaseUrl(stack, single('postgres')));
    case 'CLICKHOUSE_URL': {
      const server = single('clickhouse');
      return only(server && `http://${server.name}:8123`);
    }
    case 'CLICKHOUSE_MIGRATION_URL': {
      const server = single('clickhouse');
      return only(server && `clickhouse://${server.name}:9000`);
    }
    case 'CLICKHOUSE_USER': {
      const server = single('clickhouse');
      return only(server && readText(stack, server, name));
    }
    case 'REDIS_HOST': {
      const server = single('redis');
      if (server === undefined) return [];
      return [
        { name, value: server.name },
        { name: 'REDIS_AUTH', value: `\${REDIS_AUTH:?${SECRET_HINT}}` },
      ];
    }
    case 'LANGFUSE_S3_EVENT_UPLOAD_BUCKET':
      return eventBucket(stack, single('s3'));
    case 'NEXTAUTH_URL':
      return only('http://localhost:3000');
    case 'CLICKHOUSE_PASSWORD':
    case 'NEXTAUTH_SECRET':
    case 'SALT':
    case 'ENCRYPTION_KEY':
      return only(`\${${name}:?${SECRET_HINT}}`);
    default:
      return [];
  }
}

function databaseUrl(stack: StackContext, server: ComposeService | undefined): string | undefined {
  if (server === undefined) return undefined;
  const user = readText(stack, server, 'POSTGRES_USER') ?? 'postgres';
  const database = readText(stack, server, 'POSTGRES_DB') ?? user;
  return `postgresql://${encodeURIComponent(user)}:\${POSTGRES_PASSWORD:?${SECRET_HINT}}@${server.name}:5432/${encodeURIComponent(database)}`;
}

function eventBucket(stack: StackContext, server: ComposeService | undefined): readonly YamlAddition[] {
  const user = server && readText(stack, server, 'MINIO_ROOT_USER');
  if (server === undefined || user === undefined) return [];
  const prefix = 'LANGFUSE_S3_EVENT_UPLOAD_';
  return [
    { name: `${prefix}BUCKET`, value: 'langfuse' },
    { name: `${prefix}REGION`, value: 'auto' },
    { name: `${prefix}ENDPOINT`, value: `http://${server.name}:9000` },
    { name: `${prefix}ACCESS_KEY_ID`, value: user },
    { name: `${prefix}SECRET_ACCESS_KEY`, value: `\${MINIO_ROOT_PASSWORD:?${SECRET_HINT}}` },
    { name: `${prefix}FORCE_PATH_STYLE`, value: 'true' },
  ];
}
