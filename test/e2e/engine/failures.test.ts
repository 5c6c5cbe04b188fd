import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryFolder } from '../../host/vsix';
import { removeProject } from '../../stack/removeProject';
import { run, tryRun } from '../../stack/run';
import { SocketProxy } from '../socketProxy';
import type { SampleCopy } from '../sampleCopy';
import { copySample } from '../sampleCopy';
import type { Workbench } from '../workbench';
import { openWorkbench } from '../workbench';

const PROJECT = 'ai-gateway';
const START_MS = 300_000;

/** What goes wrong on every machine one day. Each is one sentence that says what to do next. */
suite('failures on a real engine', function () {
  this.timeout(START_MS + 60_000);
  let sample: SampleCopy;
  let scratch: string;

  suiteSetup(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'langfuse-stack-failures-'));
    sample = await copySample('ai-gateway');
    await removeProject(PROJECT);
    const cli = join(repositoryFolder, 'dist', 'cli.js');
    await run(process.execPath, [cli, 'secrets', '--write', sample.folder]);
  });

  suiteTeardown(async () => {
    await removeProject(PROJECT);
    await sample.remove();
    await rm(scratch, { recursive: true, force: true });
  });

  suite('with an engine that can go away', () => {
    let proxy: SocketProxy;
    let workbench: Workbench;
    const compose = (...args: string[]): Promise<string> =>
      run('docker', ['compose', ...args], { cwd: sample.folder });

    suiteSetup(async () => {
      proxy = new SocketProxy(join(scratch, 'docker.sock'), process.env['DOCKER_HOST']);
      await proxy.open();
      workbench = await openWorkbench({ folder: sample.folder, env: { DOCKER_HOST: proxy.address } });
      await workbench.openStackView();
    });

    suiteTeardown(async () => {
      await workbench.close();
      await proxy.close();
    });

    test('a taken port is named, with what to do', async () => {
      const holder = createServer();
      await new Promise<void>((resolve) => holder.listen(3000, '0.0.0.0', resolve));
      try {
        await workbench.runCommand('Langfuse Stack: Up');
        assert.equal(
          await workbench.notification('Port 3000', START_MS),
          'Port 3000, which langfuse-web publishes, is taken by another process on this machine. Stop it, or publish another port.',
        );
        await workbench.clearNotifications();
      } finally {
        await new Promise((resolve) => holder.close(resolve));
      }
    });

    test('a stopped engine is said in the tree and by commands, and its return is noticed', async () => {
      await compose('up', '--detach', '--wait');
      await workbench.services.waitForRows('a healthy service', (rows) =>
        rows.some(({ description }) => description.startsWith('healthy')),
      );
      await proxy.close();
      const rows = await workbench.services.waitForRows(
        'that Docker is silent',
        ([first]) => first?.label === 'Docker does not answer',
      );
      assert.ok(rows.slice(1).every(({ description }) => description.startsWith('unknown')));
      await workbench.runCommand('Langfuse Stack: Probe');
      assert.match(
        await workbench.notification('Cannot reach Docker'),
        /Cannot reach Docker at unix:.*Start Docker, or set DOCKER_HOST\.$/,
      );
      await workbench.clearNotifications();
      await proxy.open();
      // The pause between attempts grows to half a minute.
      await workbench.services.waitForRows(
        'healthy services again',
        (again) => again.length === 6 && again.every(({ description }) => description.startsWith('healthy')),
        60_000,
      );
    });

    test('a wrong ClickHouse password is told apart from everything else', async () => {
      // The server is recreated with another password; web keeps the old one, as after a half-done rotation.
      const env = join(sample.folder, '.env');
      const before = await readFile(env, 'utf8');
      await writeFile(
        env,
        before.replace(/^CLICKHOUSE_PASSWORD=.*$/m, 'CLICKHOUSE_PASSWORD=0123456789abcdef'),
      );
      await compose('up', '--detach', '--wait', '--no-deps', 'clickhouse');
      await writeFile(env, before);
      await workbench.runCommand('Langfuse Stack: Probe');
      assert.match(
        await workbench.notification('ClickHouse refuses', 90_000),
        /ClickHouse refuses the password of langfuse-web and langfuse-worker \(user langfuse\)\. Give all of them the same/,
      );
      await workbench.clearNotifications();
    });
  });

  test('a missing Compose plugin is named, with what to install', async function () {
    // A plugin that is installed for the whole machine cannot be taken away here; unit tests cover that case.
    const bare = { ...process.env, DOCKER_CONFIG: scratch, HOME: scratch };
    if ((await tryRun('docker', ['compose', 'version'], { env: bare })).code === 0) this.skip();
    const workbench = await openWorkbench({ folder: sample.folder, env: { DOCKER_CONFIG: scratch } });
    try {
      await workbench.openStackView();
      await workbench.runCommand('Langfuse Stack: Up');
      assert.equal(
        await workbench.notification('Compose plugin'),
        'Docker has no Compose plugin. Install the package docker-compose-plugin, then try again.',
      );
    } finally {
      await workbench.close();
    }
  });
});
