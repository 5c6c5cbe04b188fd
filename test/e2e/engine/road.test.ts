import assert from 'node:assert/strict';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { eachNeedsTheLast } from '../eachNeedsTheLast';
import type { SampleCopy } from '../sampleCopy';
import { copySample } from '../sampleCopy';
import { screenshotFolder } from '../screenshots';
import type { TreeRow } from '../treeView';
import type { Workbench } from '../workbench';
import { openWorkbench } from '../workbench';
import { removeProject } from '../../stack/removeProject';
import { run } from '../../stack/run';

const PROJECT = 'ai-gateway';
const SERVICES = ['langfuse-web', 'langfuse-worker', 'clickhouse', 'postgres', 'redis', 'minio'];
const CLICKHOUSE_VOLUME = `${PROJECT}_clickhouse_data`;
/** The newest ClickHouse migration of the Langfuse version that the sample pins. */
const MIGRATION_HEAD = '37';
/** A first start migrates two databases. */
const START_MS = 300_000;

const areHealthy = (rows: readonly TreeRow[]): boolean =>
  rows.length === SERVICES.length && rows.every(({ description }) => description.startsWith('healthy'));

/** What an operator does with a new stack, from nothing to an answer and back to nothing. Each step needs the last. */
suite('the whole road on samples/ai-gateway', function () {
  this.timeout(START_MS + 60_000);
  eachNeedsTheLast();
  let sample: SampleCopy;
  let workbench: Workbench;

  const compose = (...args: string[]): Promise<string> =>
    run('docker', ['compose', ...args], { cwd: sample.folder });
  const clickhouse = async (query: string): Promise<string> =>
    (await compose('exec', '-T', 'clickhouse', 'clickhouse-client', '--query', query)).trim();
  const volumeCreatedAt = (): Promise<string> =>
    run('docker', ['volume', 'inspect', '--format', '{{.CreatedAt}}', CLICKHOUSE_VOLUME]);
  const look = (name: string): Promise<void> => workbench.screenshot(join(screenshotFolder, `${name}.png`));

  suiteSetup(async () => {
    sample = await copySample('ai-gateway');
    await removeProject(PROJECT);
    workbench = await openWorkbench({ folder: sample.folder });
  });

  suiteTeardown(async () => {
    await workbench.close();
    await removeProject(PROJECT);
    await sample.remove();
  });

  test('without .env, the Problems view says what is missing and the tree offers Create Secrets', async () => {
    await workbench.openStackView();
    await workbench.services.waitForWelcome('Create Secrets');
    await workbench.openFile('compose.yaml');
    await workbench.waitUntil('the errors', async () => (await workbench.problemCounts()).errors > 0);
    const messages = (await workbench.problems()).map(({ message }) => message).join('\n');
    // The list shows as many as there is room for.
    for (const name of ['POSTGRES_PASSWORD', 'CLICKHOUSE_PASSWORD', 'REDIS_AUTH'])
      assert.match(messages, new RegExp(`${name} has no value`));
    await look('01-problems');
  });

  test('Create Secrets writes .env for the operator alone, and the problems are gone', async () => {
    await workbench.services.clickWelcomeButton('Create Secrets');
    const told = await workbench.notification('Created');
    await workbench.waitUntil('no problems', async () => {
      const { errors, warnings } = await workbench.problemCounts();
      return errors === 0 && warnings === 0;
    });
    const env = join(sample.folder, '.env');
    assert.equal((await stat(env)).mode & 0o777, 0o600);
    const values = [...(await readFile(env, 'utf8')).matchAll(/^[A-Z_]+=([0-9a-f]{32,})$/gm)].map(
      ([, value]) => value ?? '',
    );
    assert.ok(values.length >= 7, `only ${values.length} secrets were made`);
    assert.equal(new Set(values).size, values.length);
    for (const value of values) assert.ok(!told.includes(value), 'the message shows a secret');
    await workbench.services.waitForRows('every declared service', (rows) =>
      SERVICES.every((name) =>
        rows.some(({ label, description }) => label === name && description === 'not created'),
      ),
    );
    await look('02-secrets');
    await workbench.clearNotifications();
  });

  test('Up starts the stack, and the rows turn healthy by themselves', async () => {
    await workbench.services.clickTitleAction('Up');
    await workbench.services.waitForRows(
      'a service that is starting',
      (rows) => rows.some(({ description }) => description.startsWith('starting')),
      START_MS,
    );
    await look('03-starting');
    await workbench.services.waitForRows('only healthy services', areHealthy, START_MS);
    await workbench.notification(`${PROJECT} is up`);
    await look('04-healthy');
    await workbench.clearNotifications();
  });

  test('Probe passes', async () => {
    await workbench.runCommand('Langfuse Stack: Probe');
    const told = await workbench.notification('probes passed', 90_000);
    assert.doesNotMatch(told, /failed|could not see|not checked/);
    await workbench.answerNotification('probes passed', 'Show Probes');
    await workbench.quickInput.waitUntilOpen();
    await look('05-probes');
    await workbench.quickInput.cancel();
  });

  test('a notebook cell answers from the running ClickHouse', async () => {
    await workbench.runCommand('Langfuse Stack: New Query Notebook');
    await workbench.notebook.waitUntilOpen();
    await workbench.notebook.setText(0, 'SELECT count() FROM system.tables');
    await workbench.notebook.run(0);
    await workbench.notebook.waitUntilSucceeded(0);
    const answer = await workbench.notebook.outputs.getByRole('gridcell').first().innerText();
    assert.equal(answer.trim(), await clickhouse('SELECT count() FROM system.tables'));
    await look('06-notebook');
  });

  test('Reset ClickHouse saves first, asks for the name, makes a new volume, and the stack is well again', async () => {
    await clickhouse('CREATE TABLE leftover (n UInt8) ENGINE = MergeTree ORDER BY n');
    const createdBefore = await volumeCreatedAt();

    await workbench.runCommand('Langfuse Stack: Reset ClickHouse...');
    await workbench.quickInput.pick('Save First');
    await workbench.waitUntil('the question for the name', async () =>
      (await workbench.quickInput.message()).includes(`Type ${PROJECT}`),
    );
    await workbench.quickInput.answer('another-name');
    await workbench.waitUntil('that the name is wrong', async () =>
      (await workbench.quickInput.message()).includes("not the project's name"),
    );
    await workbench.waitUntilPreviewShows('What happens');
    await look('07-reset-plan');
    await workbench.quickInput.answer(PROJECT);
    await workbench.notification('done in', START_MS);
    await look('08-reset-done');

    assert.notEqual(await volumeCreatedAt(), createdBefore);
    const copies = await readdir(join(sample.folder, 'langfuse-backups'));
    assert.equal(copies.filter((name) => name.endsWith('.tar.gz')).length, 1, copies.join());
    assert.equal(await clickhouse("SELECT count() FROM system.tables WHERE name = 'leftover'"), '0');
    const head = 'SELECT version, dirty FROM schema_migrations ORDER BY sequence DESC LIMIT 1';
    assert.equal(await clickhouse(head), `${MIGRATION_HEAD}\t0`);
    await workbench.services.waitForRows('only healthy services', areHealthy);
    await workbench.clearNotifications();
    await workbench.runCommand('Langfuse Stack: Probe');
    assert.doesNotMatch(
      await workbench.notification('probes passed', 90_000),
      /failed|could not see|not checked/,
    );
    await workbench.clearNotifications();
  });

  test('Down removes the containers and keeps the volumes', async () => {
    await workbench.runCommand('Langfuse Stack: Down');
    await workbench.page.locator('.monaco-dialog-box').waitFor();
    await look('09-down-plan');
    await workbench.answerDialog('Run');
    await workbench.notification('done in', 120_000);
    await workbench.services.waitForRows('no container', (rows) =>
      rows.every(({ description }) => description === 'not created'),
    );
    await look('10-down');
    assert.equal((await compose('ps', '--all', '--quiet')).trim(), '');
    assert.match(await volumeCreatedAt(), /\d/);
  });
});
