import type { ComposeService } from '../../compose/project';
import type { Role } from '../../langfuse/roles';
import { fixOf, inFile } from '../edits';
import { isMissing } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

interface Need {
  readonly role: Exclude<Role, 'web' | 'worker'>;
  readonly server: string;
  readonly purpose: string;
  /** Any of these says that the server is elsewhere, or called otherwise. */
  readonly addresses: readonly string[];
}

const NEEDS: readonly Need[] = [
  {
    role: 'postgres',
    server: 'Postgres',
    purpose: 'keeps users, projects and keys',
    addresses: ['DATABASE_URL', 'DATABASE_HOST'],
  },
  {
    role: 'clickhouse',
    server: 'ClickHouse',
    purpose: 'keeps the traces',
    addresses: ['CLICKHOUSE_URL'],
  },
  {
    role: 'redis',
    server: 'Redis',
    purpose: 'holds the queue between web and worker',
    addresses: ['REDIS_HOST', 'REDIS_CONNECTION_STRING', 'REDIS_CLUSTER_NODES', 'REDIS_SENTINEL_NODES'],
  },
  {
    role: 's3',
    server: 'an S3 server',
    purpose: 'receives every event before it is queued',
    addresses: ['LANGFUSE_S3_EVENT_UPLOAD_BUCKET'],
  },
];

export const missingService: Rule = {
  code: 'langfuse/missing-service',
  severity: 'error',
  summary: 'A server that Langfuse cannot do without is neither here nor addressed elsewhere.',
  explanation:
    "Since version 3 Langfuse needs four servers: Postgres for users, projects and keys, ClickHouse for traces, Redis for the queue, and an S3 bucket where every event is stored before it is queued. Each is a service of the compose file, or stands elsewhere and is named by Langfuse's variables. The fix adds a pinned service with a healthcheck and a volume; its password is a reference that **Create Secrets** fills.",
  *check(stack) {
    const [langfuse] = stack.langfuseServices;
    if (!stack.isComplete || langfuse === undefined) return;
    for (const need of NEEDS) {
      const { role, server, purpose, addresses } = need;
      const isAddressed = stack.langfuseServices.some((service) =>
        addresses.some((name) => !isMissing(stack, service, name)),
      );
      if (stack.services(role).length > 0 || isAddressed) continue;
      yield {
        at: langfuse.origin,
        message: `Langfuse needs ${server}, which ${purpose}: no service here runs it and no variable names another. Add a service for it.`,
        fixes: addService(stack, langfuse, role),
      };
    }
  },
};

function addService(stack: StackContext, { origin }: ComposeService, role: Need['role']) {
  const template = TEMPLATES[role];
  const [name] = /^\w+/.exec(template) ?? [role];
  const yaml = stack.yamlFile(origin.path);
  const { services, volumes } = stack.project;
  if (yaml === undefined || services.has(name) || volumes.has(`${name}_data`)) return [];
  const edit = inFile(origin.path, [
    yaml.appendToSection('services', ['', ...template.split('\n')]),
    yaml.appendToSection('volumes', [`${name}_data:`]),
  ]);
  return fixOf(`Add the service "${name}"`, [edit], 'offered');
}

const TEMPLATES: Readonly<Record<Need['role'], string>> = {
  postgres: `postgres:
  image: docker.io/postgres:17.6
  restart: always
  environment:
    POSTGRES_USER: langfuse
    POSTGRES_PASSWORD: \${POSTGRES_PASSWORD:?run Create Secrets}
    POSTGRES_DB: langfuse
    TZ: UTC
    PGTZ: UTC
  volumes:
    - postgres_data:/var/lib/postgresql/data
  healthcheck:
    test: ['CMD-SHELL', 'pg_isready -U "$$POSTGRES_USER" -d "$$POSTGRES_DB"']
    interval: 3s
    timeout: 5s
    retries: 20`,
  clickhouse: `clickhouse:
  image: docker.io/clickhouse/clickhouse-server:25.12
  restart: always
  user: '101:101'
  environment:
    CLICKHOUSE_DB: default
    CLICKHOUSE_USER: langfuse
    CLICKHOUSE_PASSWORD: \${CLICKHOUSE_PASSWORD:?run Create Secrets}
  volumes:
    - clickhouse_data:/var/lib/clickhouse
  healthcheck:
    test: ['CMD', 'clickhouse-client', '--query', 'SELECT 1']
    interval: 3s
    timeout: 5s
    retries: 20`,
  redis: `redis:
  image: docker.io/redis:7.4
  restart: always
  command: ['sh', '-c', 'exec redis-server --requirepass "$$REDISCLI_AUTH" --maxmemory-policy noeviction']
  environment:
    REDISCLI_AUTH: \${REDIS_AUTH:?run Create Secrets}
  volumes:
    - redis_data:/data
  healthcheck:
    test: ['CMD-SHELL', 'test "$$(redis-cli ping)" = PONG']
    interval: 3s
    timeout: 5s
    retries: 20`,
  s3: `minio:
  image: quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z
  restart: always
  entrypoint: ['sh', '-c']
  command: ['mkdir -p /data/langfuse && exec minio server --address ":9000" --console-address ":9001" /data']
  environment:
    MINIO_ROOT_USER: langfuse
    MINIO_ROOT_PASSWORD: \${MINIO_ROOT_PASSWORD:?run Create Secrets}
  volumes:
    - minio_data:/data
  healthcheck:
    test: ['CMD', 'mc', 'ready', 'local']
    interval: 3s
    timeout: 5s
    retries: 20`,
};
