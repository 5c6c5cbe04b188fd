import type { Role } from '../../langfuse/roles';

/** The servers beside web and worker. */
export type ServerRole = Exclude<Role, 'web' | 'worker'>;

export interface ServiceTemplate {
  readonly name: string;
  /** The key of the volume that the service mounts. */
  readonly volume: string;
  /** The entry below `services`, without indentation. */
  readonly lines: readonly string[];
}

/** A server in the shape that suits Langfuse 3 and 4, pinned, with a healthcheck that logs in. */
export function serviceTemplate(role: ServerRole): ServiceTemplate {
  const lines = TEMPLATES[role].split('\n');
  const name = lines[0]?.slice(0, -1) ?? role;
  return { name, volume: `${name}_data`, lines };
}

const TEMPLATES: Readonly<Record<ServerRole, string>> = {
  // The image trusts loopback without a password, so the login goes to the container's own address.
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
    test:
      - CMD-SHELL
      - PGPASSWORD="$$POSTGRES_PASSWORD" psql -h "$$(hostname -i)" -U "$$POSTGRES_USER" -d "$$POSTGRES_DB" -c "SELECT 1"
    interval: 3s
    timeout: 5s
    retries: 20
    start_period: 10s`,
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
    retries: 20
    start_period: 5s`,
  // redis-cli exits 0 even when it is refused, so the answer itself is compared.
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
  // Langfuse never creates its bucket; a folder below the data directory is one.
  s3: `minio:
  image: quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z
  restart: always
  entrypoint: ['sh', '-c']
  command: ['mkdir -p /data/langfuse && exec minio server --address ":9000" --console-address ":9001" /data']
  environment:
    MINIO_ROOT_USER: langfuse
    MINIO_ROOT_PASSWORD: \${MINIO_ROOT_PASSWORD:?run Create Secrets}
  ports:
    - '127.0.0.1:9090:9000'
  volumes:
    - minio_data:/data
  healthcheck:
    test:
      - CMD-SHELL
      - mc alias set stack http://127.0.0.1:9000 "$$MINIO_ROOT_USER" "$$MINIO_ROOT_PASSWORD" >/dev/null && mc ls stack/langfuse
    interval: 3s
    timeout: 5s
    retries: 20
    start_period: 5s`,
};
