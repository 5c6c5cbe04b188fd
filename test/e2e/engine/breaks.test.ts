import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTemporaryFolder } from '../../host/temporaryFolder';
import type { TemporaryFolder } from '../../host/temporaryFolder';
import { repositoryFolder } from '../../host/vsix';
import { BreakableStack } from '../../stack/breaks';
import { removeProject } from '../../stack/removeProject';
import { run } from '../../stack/run';
import { AskedDoctor } from '../../doctor/askedDoctor';
import type { SampleCopy } from '../sampleCopy';
import { copySample } from '../sampleCopy';
import { screenshotFolder } from '../screenshots';
import type { Workbench } from '../workbench';
import { openWorkbench } from '../workbench';

const PROJECT = 'breaks';
const HOLDER = 'breaks-holder';
/** How long an operator may have to wait for the cause. */
const PATIENCE_MS = 60_000;

/** Everything is broken from outside of the editor, whose tree has to say why by itself. */
suite('every break shows its cause in the tree', function () {
  this.timeout(180_000);
  let sample: SampleCopy;
  let scratch: TemporaryFolder;
  let stack: BreakableStack;
  let workbench: Workbench;
  let doctor: AskedDoctor;

  suiteSetup(async () => {
    [sample, scratch] = await Promise.all([copySample('ai-gateway'), createTemporaryFolder('breaks')]);
    await removeProject(PROJECT);
    const composeFile = join(sample.folder, 'compose.yaml');
    const text = await readFile(composeFile, 'utf8');
    await writeFile(composeFile, text.replace(/^name: .*$/m, `name: ${PROJECT}`));
    await run(process.execPath, [
      join(repositoryFolder, 'dist', 'cli.js'),
      'secrets',
      '--write',
      sample.folder,
    ]);
    stack = new BreakableStack(sample.folder, PROJECT, scratch.path);
    doctor = new AskedDoctor(sample.folder);
    [workbench] = await Promise.all([openWorkbench({ folder: sample.folder }), stack.up()]);
    await workbench.openStackView();
    await allWell();
  });

  suiteTeardown(async () => {
    doctor.printTable();
    await workbench.close();
    await removeProject(PROJECT);
    await Promise.all([sample.remove(), scratch.remove()]);
  });

  /** Waits until the row of a service shows both, and returns how the row looks. */
  async function shows(service: string, cause: string, state: RegExp): Promise<void> {
    await workbench.services.waitForRows(
      `"${cause}" for ${service}`,
      (rows) =>
        rows.some(
          ({ label, description }) =>
            label === service && description.startsWith(cause) && state.test(description.slice(cause.length)),
        ),
      PATIENCE_MS,
    );
  }

  async function showsNoMore(service: string, cause: string): Promise<void> {
    await workbench.services.waitForRows(
      `that ${service} is over "${cause}"`,
      (rows) => rows.some(({ label, description }) => label === service && !description.includes(cause)),
      PATIENCE_MS,
    );
  }

  async function allWell(): Promise<void> {
    await workbench.services.waitForRows(
      'that all is well',
      (rows) => rows.length === 6 && rows.every(({ icon }) => icon === 'pass-filled'),
      PATIENCE_MS,
    );
  }

  const look = (name: string): Promise<void> =>
    workbench.screenshot(join(screenshotFolder, `break-${name}.png`));

  test('passwords that ClickHouse and Redis refuse', async () => {
    await stack.recreate({
      'langfuse-web': { environment: { CLICKHOUSE_PASSWORD: '0123456789abcdef' } },
      'langfuse-worker': { environment: { REDIS_AUTH: '0123456789abcdef' } },
    });
    await shows('langfuse-web', 'ClickHouse refuses the password', /restarting/);
    await shows('langfuse-worker', 'Redis refuses the password', /(starting|unhealthy)/);
    await doctor.finds('passwords that ClickHouse and Redis refuse', 'clickhouse/password');
    await workbench.runCommand('Langfuse Stack: Doctor');
    const causes = await workbench.doctor.waitForRows(
      'the cause, with where it is seen',
      ([first, ...more]) =>
        first?.label === 'langfuse-web' && more.some(({ label }) => label === 'Log of langfuse-web'),
      PATIENCE_MS,
    );
    assert.match(causes[0]?.description ?? '', /ClickHouse refuses the password/);
    assert.equal(causes[0]?.icon, 'error');
    await look('passwords');
    await workbench.clearNotifications();
    await stack.repair('langfuse-web', 'langfuse-worker');
    await showsNoMore('langfuse-web', 'ClickHouse refuses the password');
    await showsNoMore('langfuse-worker', 'Redis refuses the password');
  });

  test('addresses that lead nowhere', async () => {
    await stack.recreate({
      'langfuse-web': {
        environment: {
          CLICKHOUSE_URL: 'http://localhost:8123',
          CLICKHOUSE_MIGRATION_URL: 'clickhouse://localhost:9000',
        },
      },
      'langfuse-worker': {
        environment: { DATABASE_URL: 'postgresql://langfuse:secret@localhost:5432/langfuse' },
      },
    });
    await shows('langfuse-web', 'looks for ClickHouse on localhost', /restarting/);
    await shows('langfuse-worker', 'looks for Postgres on localhost', /(starting|unhealthy)/);
    await doctor.finds('localhost instead of a service', 'clickhouse/localhost');
    await stack.repair('langfuse-worker');
  });

  test('the HTTP port and the HTTP scheme for migrations', async () => {
    const migrateAt = (url: string): Promise<void> =>
      stack.recreate({ 'langfuse-web': { environment: { CLICKHOUSE_MIGRATION_URL: url } } });
    await migrateAt('clickhouse://clickhouse:8123');
    await shows('langfuse-web', 'CLICKHOUSE_MIGRATION_URL names an HTTP port', /restarting/);
    await doctor.finds('the HTTP port for migrations', 'clickhouse/http-port');
    await migrateAt('http://clickhouse:9000');
    await shows('langfuse-web', 'CLICKHOUSE_MIGRATION_URL needs clickhouse://', /restarting/);
    await doctor.finds('the HTTP scheme for migrations', 'clickhouse/migration-scheme');
  });

  test('secrets that are missing or too short', async () => {
    await stack.recreate({
      'langfuse-web': { environment: { NEXTAUTH_SECRET: '', SALT: '' } },
      'langfuse-worker': { environment: { ENCRYPTION_KEY: 'abc' } },
    });
    await shows('langfuse-web', 'refuses NEXTAUTH_SECRET and SALT', /(starting|unhealthy)/);
    await shows('langfuse-worker', 'refuses ENCRYPTION_KEY', /restarting/);
    await doctor.finds('secrets that are missing or too short', 'langfuse/environment');
    await look('secrets');
    await stack.repair('langfuse-web', 'langfuse-worker');
    await showsNoMore('langfuse-web', 'refuses NEXTAUTH_SECRET and SALT');
  });

  test('a Postgres whose volume is older than its password', async () => {
    await stack.recreate({ postgres: { environment: { POSTGRES_PASSWORD: '0123456789abcdef' } } });
    await shows('postgres', 'its volume has another password', /(starting|unhealthy)/);
    await stack.recreate({
      'langfuse-web': {
        environment: { DATABASE_URL: 'postgresql://langfuse:0123456789abcdef@postgres:5432/langfuse' },
      },
    });
    await shows('langfuse-web', 'Postgres refuses the password', /restarting/);
    await doctor.finds('a Postgres volume older than its password', 'postgres/older-password');
    await stack.repair('postgres', 'langfuse-web');
    await showsNoMore('postgres', 'its volume has another password');
  });

  test('a container that is frozen, one that hangs, and one that runs out of memory', async () => {
    await stack.container(['pause'], 'minio');
    await shows('minio', 'frozen by "docker pause"', /paused/);
    await doctor.finds('a container that is paused', 'engine/paused');
    await stack.container(['unpause'], 'minio');
    await stack.container(['kill', '--signal', 'STOP'], 'redis');
    await shows('redis', 'gives no answer within 5s', /(healthy|unhealthy)/);
    await stack.container(['kill', '--signal', 'CONT'], 'redis');
    await stack.container(['update', '--memory', '128m', '--memory-swap', '128m'], 'minio');
    await stack.exec('minio', 'tail', '/dev/zero');
    await shows('minio', 'out of memory, limit 128 MiB', /(healthy|starting)/);
    await doctor.finds('out of memory', 'engine/out-of-memory');
    await look('hanging');
    await stack.container(['restart', '--time', '2'], 'minio');
    await showsNoMore('minio', 'out of memory');
    await showsNoMore('redis', 'gives no answer');
  });

  // Docker has no event for a start that fails; the look at everything that comes once a minute sees it.
  test('a port that another container has', async () => {
    await stack.stop('langfuse-web');
    const release = await stack.holdPort(HOLDER, 3000);
    try {
      assert.equal(await stack.tryStart('langfuse-web'), false);
      await shows('langfuse-web', `port 3000 is taken by ${HOLDER}`, /failed/);
      await doctor.finds('a port that another container has', 'engine/port-taken');
      await look('port');
    } finally {
      await release();
    }
  });

  test('ClickHouse killed in the middle of a migration, which then is half done', async () => {
    await stack.stop('langfuse-web', 'langfuse-worker');
    await stack.removeWithVolume('clickhouse', 'clickhouse_data');
    await stack.up('clickhouse');
    await stack.recreate({ 'langfuse-web': { environment: { STANDIN_MIGRATION_DELAY_MS: '1000' } } });
    await workbench.waitUntil(
      'the first migration',
      async () => (await stack.logs('langfuse-web')).includes('1/u traces'),
      PATIENCE_MS,
    );
    await stack.container(['kill'], 'clickhouse');
    await shows('clickhouse', 'ended by SIGKILL', /killed/);
    await shows('langfuse-web', 'clickhouse does not run', /restarting/);
    await doctor.finds('ClickHouse was killed', 'engine/killed');
    await look('killed');
    await stack.container(['start'], 'clickhouse');
    await shows('langfuse-web', 'ClickHouse migration 2 is half done', /restarting/);
    await doctor.finds('a ClickHouse migration that is half done', 'clickhouse/migration-dirty');
  });

  test('an empty ClickHouse beside a Postgres that was kept', async () => {
    await stack.stop('langfuse-web');
    await stack.removeWithVolume('clickhouse', 'clickhouse_data');
    await stack.up();
    await workbench.services.waitForRows(
      'what web found',
      (rows) => rows.some(({ description }) => description.startsWith('healthy · found ClickHouse empty')),
      PATIENCE_MS,
    );
    await allWell();
    await look('empty');
  });
});
