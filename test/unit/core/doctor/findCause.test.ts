import assert from 'node:assert/strict';
import type { ComposeProject } from '../../../../src/core/compose/project';
import type { Evidence, LogLine } from '../../../../src/core/doctor/evidence';
import { NO_EVIDENCE } from '../../../../src/core/doctor/evidence';
import { findCauses } from '../../../../src/core/doctor/findCause';
import { REDACTED, Secret } from '../../../../src/core/secret';
import type { Cause } from '../../../../src/core/stack/cause';
import type { Container, ContainerHealth } from '../../../../src/core/stack/container';
import { container, project, service } from '../../support/builders';

const stack = project([
  service('web', 'langfuse/langfuse:3'),
  service('worker', 'langfuse/langfuse-worker:3'),
  service('clickhouse', 'clickhouse/clickhouse-server:25.8'),
  service('postgres', 'postgres:17'),
  service('redis', 'redis:7'),
]);

const STARTED = '2026-11-23T20:49:31.123456789Z';
const crashing = { status: 'restarting', exitCode: 1, restartCount: 4, startedAt: STARTED } as const;

interface Given {
  readonly project?: ComposeProject;
  readonly containers?: readonly Container[];
  readonly evidence?: Partial<Evidence>;
}

function causeOf(
  subject: Container,
  { project: of = stack, containers = [], evidence }: Given = {},
): Cause | undefined {
  return findCauses(of, [subject, ...containers], { ...NO_EVIDENCE, ...evidence }).get(subject.id);
}

/** The lines of a log, one second apart from the start of the run on. */
function log(text: string, from = STARTED): readonly LogLine[] {
  return text.split('\n').map((line, index) => ({
    time: new Date(Date.parse(from) + 1000 * (index + 1)).toISOString(),
    text: line,
  }));
}

/** Of a container that prints this and crashes. */
function causeOfCrash(
  name: string,
  text: string,
  more: Partial<Container> = {},
  given: Given = {},
): Cause | undefined {
  const subject = container(name, { ...crashing, ...more });
  return causeOf(subject, { ...given, evidence: { logs: new Map([[subject.id, log(text)]]) } });
}

function health(more: Partial<ContainerHealth>): Partial<Container> {
  return { health: { status: 'unhealthy', failingStreak: 3, lastExitCode: 1, lastOutput: '', ...more } };
}

const environment = (values: Readonly<Record<string, string>>): Partial<Container> => ({
  environment: new Map(Object.entries(values).map(([name, value]) => [name, new Secret(value)])),
});

const MIGRATED = `Script executed successfully.
Prisma schema loaded from packages/shared/prisma/schema.prisma
Datasource "db": PostgreSQL database "langfuse", schema "public" at "postgres:5432"

6 migrations found in prisma/migrations


No pending migrations to apply.
`;
const GAVE_UP = `
Applying clickhouse migrations failed. This is mostly caused by the database being unavailable.
Exiting...`;
const failsToOpen = (why: string): string =>
  `${MIGRATED}error: failed to open database: ${why} in line 0: SHOW TABLES FROM "default" LIKE 'schema_migrations'${GAVE_UP}`;

suite('the cause of a crash, from the log', () => {
  const check = (name: string, text: string, id: string, brief: string): void => {
    const cause = causeOfCrash(name, text);
    assert.equal(cause?.id, id);
    assert.equal(cause.brief, brief);
    assert.ok(cause.brief.length <= 46, 'it has to fit behind "restarting"');
  };

  test('a wrong ClickHouse password', () =>
    check(
      'web',
      failsToOpen(
        'code: 516, message: langfuse: Authentication failed: password is incorrect, or there is no user with such name.',
      ),
      'clickhouse/password',
      'ClickHouse refuses the password',
    ));
  test('a native client at the HTTP port', () =>
    check(
      'web',
      failsToOpen('[hello] unexpected packet [72] from server'),
      'clickhouse/http-port',
      'CLICKHOUSE_MIGRATION_URL names an HTTP port',
    ));
  test('a migration URL with http://', () =>
    check(
      'web',
      `${MIGRATED}error: failed to open database: database driver: unknown driver http (forgotten import?)${GAVE_UP}`,
      'clickhouse/migration-scheme',
      'CLICKHOUSE_MIGRATION_URL needs clickhouse://',
    ));
  test('a half done migration of ClickHouse', () =>
    check(
      'web',
      `${MIGRATED}error: Dirty database version 3. Fix and force version.${GAVE_UP}`,
      'clickhouse/migration-dirty',
      'ClickHouse migration 3 is half done',
    ));
  test('a migration that lost its connection', () =>
    check(
      'web',
      `${MIGRATED}1/u traces (3021.1ms)\nerror: migration failed in line 0: CREATE TABLE observations (details: driver: bad connection)${GAVE_UP}`,
      'clickhouse/migration-failed',
      'a ClickHouse migration failed',
    ));
  test('a cluster that is none', () =>
    check(
      'web',
      `${MIGRATED}error: failed to open database: code: 139, message: There is no Zookeeper configuration in server config in line 0: CREATE TABLE schema_migrations ON CLUSTER default${GAVE_UP}`,
      'clickhouse/keeper',
      'CLICKHOUSE_CLUSTER_ENABLED must be false',
    ));
  test('a wrong Postgres password, whose message goes over several lines', () =>
    check(
      'web',
      'Error: P1000: Authentication failed against database server, the provided database credentials for `langfuse` are not valid.\n\nPlease make sure to provide valid database credentials for the database server at `postgres`.\nApplying database migrations failed. This is mostly caused by the database being unavailable.\nExiting...',
      'postgres/password',
      'Postgres refuses the password',
    ));
  test('a half done migration of Postgres, by name', () => {
    const text =
      'Error: P3009\n\nmigrate found failed migrations in the target database, new migrations will not be applied. Read more about how to resolve migration issues in a production database: https://pris.ly/d/migrate-resolve\nThe `20240104210052_init` migration started at 2026-11-23 20:50:00.123456 UTC failed';
    check('web', text, 'postgres/migration-failed', 'a Postgres migration is half done');
    assert.match(causeOfCrash('web', text)!.explanation, /20240104210052_init/);
  });
  test('variables that the worker refuses, from JSON over several lines', () => {
    const text = `ZodError: [
  {
    "code": "invalid_type",
    "path": [
      "ENCRYPTION_KEY"
    ],
    "message": "ENCRYPTION_KEY must be 256 bits, 64 string characters in hex format, generate via: openssl rand -hex 32"
  }
]
    at Object.<anonymous> (/app/worker/dist/env.js)`;
    check('worker', text, 'langfuse/environment', 'refuses ENCRYPTION_KEY');
    assert.equal(
      causeOfCrash('worker', text)!.explanation,
      'worker refuses ENCRYPTION_KEY (must be 256 bits, 64 string characters in hex format, generate via: openssl rand -hex 32).',
    );
  });
  test('no cause where nothing is known', () =>
    assert.equal(causeOfCrash('web', 'TypeError: undefined is not a function'), undefined));
  test('no cause of another role', () =>
    assert.equal(causeOfCrash('redis', 'error: code: 516, message: Authentication failed'), undefined));
});

suite('the latest that is known', () => {
  test('wins', () => {
    const text = `Error: P1001: Can't reach database server at \`postgres:5432\`\nerror: Dirty database version 3. Fix and force version.`;
    assert.equal(causeOfCrash('web', text)?.id, 'clickhouse/migration-dirty');
  });
  test('is of this run, else of the one before', () => {
    const subject = container('web', {
      ...crashing,
      status: 'running',
      ...health({ status: 'starting', lastExitCode: 0 }),
    });
    const before = log('error: Dirty database version 3. Fix and force version.', '2026-11-23T20:49:00Z');
    const seen = (lines: readonly LogLine[]) =>
      causeOf(subject, { evidence: { logs: new Map([[subject.id, lines]]) } })?.id;
    assert.equal(seen([...before, ...log('Script executed successfully.')]), 'clickhouse/migration-dirty');
    assert.equal(seen([...before, ...log('error: unexpected packet [72]')]), 'clickhouse/http-port');
  });
  test('is not of a run that somebody ended', () => {
    const subject = container('web', {
      ...crashing,
      status: 'running',
      restartCount: 0,
      ...health({ status: 'starting' }),
    });
    const before = log('error: Dirty database version 3.', '2026-11-23T20:49:00Z');
    assert.equal(causeOf(subject, { evidence: { logs: new Map([[subject.id, before]]) } }), undefined);
  });
  test('is nothing that a process said long before its healthcheck failed', () => {
    const lines = log('Redis error WRONGPASS invalid username-password pair or user is disabled.');
    const seen = (lastRunAt: string) => {
      const subject = container('worker', { startedAt: STARTED, ...health({ lastRunAt }) });
      return causeOf(subject, { evidence: { logs: new Map([[subject.id, lines]]) } })?.id;
    };
    assert.equal(seen('2026-11-23T20:49:40Z'), 'redis/password');
    assert.equal(seen('2026-11-23T21:49:40Z'), undefined);
  });
});

suite('a refused password', () => {
  const refusal = 'error: failed to open database: code: 516, message: langfuse: Authentication failed';
  const explain = (own: string, theirs: string): string | undefined => {
    const server = container(
      'clickhouse',
      environment({ CLICKHOUSE_USER: 'u', CLICKHOUSE_PASSWORD: theirs }),
    );
    const login = environment({ CLICKHOUSE_USER: 'u', CLICKHOUSE_PASSWORD: own });
    return causeOfCrash('web', refusal, login, { containers: [server] })?.explanation;
  };
  test('of ClickHouse: both were given different ones', () =>
    assert.match(explain('one', 'two') ?? '', /different values of CLICKHOUSE_PASSWORD/));
  test('of ClickHouse: both were given the same', () =>
    assert.match(explain('one', 'one') ?? '', /the same user and password/));
  test('of ClickHouse elsewhere: nothing is known of the other side', () =>
    assert.match(causeOfCrash('web', refusal)?.explanation ?? '', /does not let in/));

  const prisma = 'Error: P1000: Authentication failed against database server';
  const explainPostgres = (own: string, theirs: string): string | undefined => {
    const server = container('postgres', environment({ POSTGRES_PASSWORD: theirs }));
    const login = environment({ DATABASE_URL: `postgresql://langfuse:${own}@postgres:5432/langfuse` });
    return causeOfCrash('web', prisma, login, { containers: [server] })?.explanation;
  };
  test('of Postgres: the volume is older', () =>
    assert.match(explainPostgres('one', 'one') ?? '', /only while the data volume is empty/));
  test('of Postgres: both were given different ones', () =>
    assert.match(explainPostgres('one', 'two') ?? '', /is not the POSTGRES_PASSWORD/));
  test('of Postgres by its own healthcheck: the volume is older', () => {
    const lastOutput =
      'psql: error: connection to server at "172.30.0.2", port 5432 failed: FATAL:  password authentication failed for user "langfuse"\n';
    const cause = causeOf(container('postgres', health({ lastOutput, lastExitCode: 2 })));
    assert.equal(cause?.brief, 'its volume has another password');
    assert.equal(cause.evidence?.source, 'healthcheck');
  });
  test('of Redis', () => {
    const text =
      '2026-11-23T20:51:35.109Z error \tRedis error WRONGPASS invalid username-password pair or user is disabled.';
    const subject = container('worker', {
      startedAt: STARTED,
      ...health({ lastRunAt: '2026-11-23T20:49:40Z' }),
    });
    const cause = causeOf(subject, { evidence: { logs: new Map([[subject.id, log(text)]]) } });
    assert.equal(cause?.brief, 'Redis refuses the password');
  });
});

suite('a store that cannot be reached', () => {
  const lookup = failsToOpen('dial tcp: lookup clickhouse on 127.0.0.11:53: no such host');
  test('since the URL says localhost', () => {
    const url = environment({ CLICKHOUSE_MIGRATION_URL: 'clickhouse://localhost:9000' });
    const cause = causeOfCrash(
      'web',
      failsToOpen('dial tcp 127.0.0.1:9000: connect: connection refused'),
      url,
    );
    assert.equal(cause?.brief, 'looks for ClickHouse on localhost');
    assert.match(cause.explanation, /^CLICKHOUSE_MIGRATION_URL names localhost/);
  });
  test('since its service does not run', () => {
    const server = container('clickhouse', { status: 'exited', exitCode: 137 });
    const cause = causeOfCrash('web', lookup, {}, { containers: [server] });
    assert.equal(cause?.brief, 'clickhouse does not run');
    assert.equal(cause.weight, 'passing');
  });
  test('although its service runs', () =>
    assert.equal(
      causeOfCrash('web', lookup, {}, { containers: [container('clickhouse')] })?.brief,
      'cannot reach clickhouse',
    ));
  test('at a host that is no service', () =>
    assert.equal(
      causeOfCrash('web', failsToOpen('dial tcp: lookup click.house on 127.0.0.11:53: no such host'))?.brief,
      'cannot reach ClickHouse at click.house',
    ));
  test('Postgres on localhost', () => {
    const text = "Error: P1001: Can't reach database server at `localhost:5432`";
    assert.equal(causeOfCrash('web', text)?.brief, 'looks for Postgres on localhost');
  });
  test('Redis by its name', () =>
    assert.equal(
      causeOfCrash('worker', 'error \tRedis error getaddrinfo ENOTFOUND redis')?.brief,
      'redis does not run',
    ));
});

suite('a web that lives on with a refused environment', () => {
  const text = ` ✓ Starting...
❌ Invalid environment variables: {
  ENCRYPTION_KEY: [
    'ENCRYPTION_KEY must be 256 bits, 64 string characters in hex format, generate via: openssl rand -hex 32'
  ],
  NEXTAUTH_SECRET: [ 'Invalid input: expected string, received undefined' ]
}
An error occurred while loading instrumentation hook: Invalid environment variables`;
  const seen = (more: Partial<Container>): Cause | undefined => {
    const subject = container('web', { startedAt: STARTED, ...more });
    return causeOf(subject, { evidence: { logs: new Map([[subject.id, log(text)]]) } });
  };
  test('while it starts, and hours later', () => {
    const brief = 'refuses ENCRYPTION_KEY and NEXTAUTH_SECRET';
    assert.equal(
      seen(health({ status: 'starting', lastExitCode: 8, lastRunAt: '2026-11-23T20:50:00Z' }))?.brief,
      brief,
    );
    assert.equal(seen(health({ lastExitCode: 8, lastRunAt: '2026-11-24T20:50:00Z' }))?.brief, brief);
  });
  test('where no healthcheck notices', () => {
    assert.equal(seen({})?.weight, 'lasting');
    assert.match(seen({})?.explanation ?? '', /NEXTAUTH_SECRET \(not set\)/);
  });
  test('not by a container that somebody stopped', () =>
    assert.equal(seen({ status: 'exited', exitCode: 0, startedAt: '2026-11-23T21:00:00Z' }), undefined));
});

suite('what the engine knows', () => {
  const taken = {
    status: 'exited',
    exitCode: 128,
    error:
      'failed to set up container networking: driver failed programming external connectivity on endpoint stack-web-1 (7466f9d5): Bind for 127.0.0.1:3000 failed: port is already allocated',
  } as const;
  test('a port that is taken', () => {
    const cause = causeOf(container('web', taken));
    assert.equal(cause?.brief, 'port 3000 is taken');
    assert.equal(cause.evidence?.source, 'engine');
  });
  test('and by whom', () =>
    assert.equal(
      causeOf(container('web', taken), { evidence: { portHolders: new Map([[3000, 'other-web-1']]) } })
        ?.brief,
      'port 3000 is taken by other-web-1',
    ));
  test('limits of this machine', () => {
    const error = 'error setting rlimit type 7: operation not permitted: unknown';
    assert.equal(causeOf(container('clickhouse', { status: 'created', error }))?.id, 'engine/ulimit');
  });
  test('a container that was killed for memory, with its limit', () => {
    const subject = container('clickhouse', {
      status: 'exited',
      exitCode: 137,
      isOomKilled: true,
      memoryLimit: 300 * 1024 * 1024,
    });
    const cause = causeOf(subject);
    assert.equal(cause?.brief, 'out of memory, limit 300 MiB');
    assert.equal(cause.weight, 'lasting');
  });
  test('one whose process was killed for memory, and that runs on', () => {
    const cause = causeOf(container('clickhouse', { isOomKilled: true }));
    assert.match(cause?.explanation ?? '', /runs on/);
    assert.equal(cause?.weight, 'passing');
  });
  test('paused', () => assert.equal(causeOf(container('redis', { status: 'paused' }))?.id, 'engine/paused'));
  test('killed', () =>
    assert.equal(causeOf(container('redis', { status: 'exited', exitCode: 137 }))?.id, 'engine/killed'));
  test('waiting for a dependency, by name', () => {
    const origin = { path: 'compose.yaml', span: { start: 0, end: 0 } };
    const dependency = { condition: 'service_healthy', isRequired: true, origin } as const;
    const dependent = project([
      service('web', 'langfuse/langfuse:3', { dependsOn: new Map([['postgres', dependency]]) }),
      service('postgres', 'postgres:17'),
    ]);
    const web = container('web', { status: 'created' });
    const of = (status: ContainerHealth['status']) =>
      causeOf(web, { project: dependent, containers: [container('postgres', health({ status }))] })?.brief;
    assert.equal(of('unhealthy'), 'waits for postgres');
    assert.equal(of('healthy'), undefined);
  });
});

suite('a healthcheck', () => {
  test('without an answer: nothing more is known', () => {
    const lastOutput = 'Health check exceeded timeout (5s)';
    const cause = causeOf(container('redis', health({ lastOutput, lastExitCode: -1 })));
    assert.equal(cause?.brief, 'gives no answer within 5s');
  });
  test('without an answer, of a service that says why', () => {
    const hanging = health({
      lastOutput: 'Health check exceeded timeout (5s)',
      lastExitCode: -1,
      lastRunAt: STARTED,
    });
    const cause = causeOfCrash('worker', 'Redis error NOAUTH Authentication required.', {
      ...hanging,
      status: 'running',
    });
    assert.equal(cause?.id, 'redis/password');
  });
  test('with a program that the image lacks', () => {
    const outputs = [
      'OCI runtime exec failed: exec failed: unable to start container process: exec: "curl": executable file not found in $PATH: unknown',
      '/bin/sh: 1: curl: not found',
      'sh: curl: not found',
      'bash: line 1: curl: command not found',
    ];
    for (const lastOutput of outputs)
      assert.equal(
        causeOf(container('web', health({ lastOutput, lastExitCode: 127 })))?.brief,
        'its image has no curl',
      );
  });
  test('that passes again: its last words count no more', () =>
    assert.equal(
      causeOf(
        container(
          'redis',
          health({ status: 'healthy', failingStreak: 0, lastExitCode: 0, lastOutput: 'NOAUTH' }),
        ),
      ),
      undefined,
    ));
});

suite('an empty ClickHouse beside a Postgres that is not', () => {
  const seen = (text: string): Cause | undefined => {
    const healthy = health({ status: 'healthy', failingStreak: 0, lastExitCode: 0 });
    const subject = container('web', { startedAt: STARTED, ...healthy });
    return causeOf(subject, { evidence: { logs: new Map([[subject.id, log(text)]]) } });
  };
  test('is worth a note', () => {
    const cause = seen(`${MIGRATED}1/u traces (21.1ms)\n2/u observations (17.3ms)\n ✓ Ready in 3189ms`);
    assert.equal(cause?.brief, 'found ClickHouse empty');
    assert.equal(cause.weight, 'note');
  });
  test('is how a first start begins', () =>
    assert.equal(
      seen('Applying migration `init`\n\nAll migrations have been successfully applied.\n1/u traces (21ms)'),
      undefined,
    ));
  test('is not when it is only behind', () =>
    assert.equal(seen(`${MIGRATED}36/u scores (21.1ms)`), undefined));
});

suite('evidence', () => {
  test('is the line itself, without secrets: of the files, of the container, of addresses', () => {
    const text =
      'error: failed to open database: clickhouse://clickhouse:9000?username=u&password=from-an-older-start&database=default code: 516 from-the-container';
    const cause = causeOfCrash('web', text, environment({ CLICKHOUSE_PASSWORD: 'from-the-container' }));
    assert.equal(
      cause?.evidence?.text,
      `error: failed to open database: clickhouse://clickhouse:9000?username=u&password=${REDACTED}&database=default code: 516 ${REDACTED}`,
    );
  });
  test('has no colours, and an end', () => {
    const cause = causeOfCrash(
      'web',
      `\u001b[31merror\u001b[0m: Dirty database version 3 ${'x'.repeat(999)}`,
    );
    assert.match(cause?.evidence?.text ?? '', /^error: Dirty database version 3 x{268}…$/);
  });
  test('of a host that has a secret for a name is redacted too', () => {
    const own = environment({ CLICKHOUSE_PASSWORD: 'hunter2.example' });
    const text = failsToOpen('dial tcp: lookup hunter2.example on 127.0.0.11:53: no such host');
    assert.ok(!JSON.stringify(causeOfCrash('web', text, own)).includes('hunter2'));
  });
});
