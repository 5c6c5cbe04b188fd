import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { ComposeCli } from '../../src/adapters/composeCli';
import { DockerError } from '../../src/adapters/dockerError';
import { Operations } from '../../src/adapters/operations';
import { loadStack } from '../../src/adapters/stackFiles';
import type { Plan } from '../../src/core/stack/plan';
import type { Container } from '../../src/core/stack/container';
import { registerDown } from '../../src/ui/commands/down';
import { registerResetClickHouse } from '../../src/ui/commands/resetClickHouse';
import { registerRestartService } from '../../src/ui/commands/restartService';
import { registerUp } from '../../src/ui/commands/up';
import { ProbeResults } from '../../src/ui/probeResults';
import type { StackTools } from '../../src/ui/stackCommands';
import { container } from '../unit/support/builders';
import { handlersOf } from './handlersOf';
import { keptPlans } from './keptPlans';
import { replace, restoreAll } from './replace';

suite('commands that change the stack', () => {
  const log = vscode.window.createOutputChannel('Stack commands under test', { log: true });
  let shownPlans: readonly Plan[];
  let folder: string;
  /** Level and text of every message, with the titles of its buttons. */
  let shown: string[];
  /** The button that is pressed wherever it is offered. */
  let picked: string | undefined;
  /** The arguments of every call of docker. */
  let called: string;
  let containers: readonly Container[];
  let isEngineDown: boolean;
  let tools: StackTools;

  setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stack-commands-'));
    called = join(folder, 'called');
    shown = [];
    picked = undefined;
    containers = [container('app')];
    isEngineDown = false;
    await compose('services: { app: { image: "app:1" } }');
    const program = join(folder, 'docker');
    await writeFile(
      program,
      `#!${process.execPath}\nrequire('fs').appendFileSync(${JSON.stringify(called)}, process.argv.slice(-2).join(' ') + '\\n');`,
      { mode: 0o755 },
    );
    const answer = <T>(value: T) =>
      isEngineDown ? Promise.reject(new DockerError('down', 'Cannot reach Docker.')) : Promise.resolve(value);
    const engine = {
      version: () => answer({ engine: '28', api: '1.48' }),
      listContainers: () => answer(containers),
      inspectContainer: (id: string) => answer(containers.find((each) => each.id === id)),
      inspectVolume: (name: string) => answer({ name, createdAt: undefined, labels: new Map() }),
      volumeSizes: () => answer(new Map()),
      findPublishers: () => answer([]),
      listPrograms: () => answer([]),
      hasImage: () => answer(true),
      async *logs() {
        // Nothing is said.
      },
    };
    const { shown: kept, plans } = keptPlans();
    shownPlans = kept;
    tools = {
      stacks: { loadActive: () => loadStack(folder, { environment: {} }) },
      engine,
      compose: new ComposeCli({ environment: process.env, engine, program }),
      engineHost: () => Promise.resolve('127.0.0.1'),
      operations: new Operations({
        folder: join(folder, 'operations'),
        engineAddress: () => Promise.resolve(''),
        where: 'window',
        now: () => Date.now(),
      }),
      probes: new ProbeResults(),
      plans,
      log,
    } as unknown as StackTools;
    for (const level of ['Error', 'Warning', 'Information'] as const)
      replace(vscode.window, `show${level}Message`, (message: string, ...titles: unknown[]) => {
        shown.push(
          [`${level}: ${message}`, ...titles.filter((title) => typeof title === 'string')].join(' | '),
        );
        return Promise.resolve(titles.find((title) => title === picked));
      });
  });
  teardown(async () => {
    restoreAll();
    await vscode.workspace
      .getConfiguration('langfuseStack')
      .update('up.waitSeconds', undefined, vscode.ConfigurationTarget.Global);
    await rm(folder, { recursive: true });
  });
  suiteTeardown(() => log.dispose());

  const compose = (text: string) => writeFile(join(folder, 'compose.yaml'), `name: stack\n${text}\n`);

  async function calls(): Promise<readonly string[]> {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.file(called)).then(
      (read) => read,
      () => new Uint8Array(),
    );
    return new TextDecoder().decode(bytes).split('\n').slice(0, -1);
  }

  async function run(register: () => vscode.Disposable): Promise<void> {
    await handlersOf(register)[0]!();
  }

  const up = () => run(() => registerUp(tools));

  test('Up asks nothing, starts the stack and says that it is up', async () => {
    await up();
    assert.deepEqual(await calls(), ['up --detach']);
    assert.equal(shown.length, 1);
    assert.match(shown[0] ?? '', /^Information: stack is up: .* \| Open Web UI$/);
  });

  test('Up is not over before the probes pass, and names the one that does not', async () => {
    await vscode.workspace
      .getConfiguration('langfuseStack')
      .update('up.waitSeconds', 0, vscode.ConfigurationTarget.Global);
    await compose('services: { app: { image: "app:1", ports: ["127.0.0.1:1:80"] } }');
    picked = 'Run';
    await up();
    assert.deepEqual(shown, [
      'Information: Start stack? | Run | Copy as Shell Commands',
      'Error: app: The files publish a port of app, but its container has none. Run Up. | Show Logs | Show Output',
    ]);
  });

  test('Up asks before it replaces what runs, and does nothing without a yes', async () => {
    await compose('services: { app: { image: "app:2" } }');
    await up();
    assert.deepEqual(await calls(), []);
    assert.deepEqual(shown, ['Information: Start stack? | Run | Copy as Shell Commands']);
  });

  test('Up says why files do not load, and starts nothing', async () => {
    await compose('services: { app: { image: "app:1", environment: { A: "${A:?}" } } }');
    await up();
    assert.deepEqual(await calls(), []);
    assert.match(
      shown.join('\n'),
      /^Warning: Compose cannot load the files: .* \| Create Secrets \| Show Problems$/,
    );
  });

  test('Up tells what the check objects to, and goes on only when that is wanted', async () => {
    const web = 'web: { image: "langfuse/langfuse:4.16.0" }';
    const worker = 'worker: { image: "langfuse/langfuse-worker:4.16.0" }';
    await compose(`services:\n  ${web}\n  ${worker}\n  db: { image: "clickhouse/clickhouse-server:24.8" }`);
    const details: string[] = [];
    replace(vscode.window, 'showWarningMessage', (question: string, options: vscode.MessageOptions) => {
      details.push(`${question}\n${options.detail ?? ''}`);
      return Promise.resolve(undefined);
    });
    await up();
    assert.deepEqual(await calls(), []);
    assert.match(details.join(), /^Start stack\?\nThe check objects to:\n/);
    assert.match(details.join(), /^compose\.yaml:3: .*\n\n\d+ more errors in the plan\.$/m);
  });

  test('a second operation waits for the first', async () => {
    const first = up();
    await up();
    await first;
    assert.deepEqual(await calls(), ['up --detach']);
    assert.match(shown.join('\n'), /^Information: "Start stack" is not over yet\. Wait for it, /m);
  });

  test('a restart in production waits for the name of the stack, also where it recreates', async () => {
    const settings = () => vscode.workspace.getConfiguration('langfuseStack');
    const mark = (names: unknown) =>
      settings().update('production.projects', names, vscode.ConfigurationTarget.Global);
    let restarts = 0;
    let typed: string | undefined;
    const restartContainer = () => {
      restarts++;
      return Promise.resolve();
    };
    Object.assign(tools.engine, { restartContainer });
    replace(vscode.window, 'showQuickPick', (items: readonly unknown[]) => Promise.resolve(items[0]));
    replace(vscode.window, 'showInputBox', () => Promise.resolve(typed));
    const restart = () => run(() => registerRestartService(tools));
    try {
      await mark(['stack']);
      await restart();
      assert.deepEqual([restarts, shown], [0, []]);
      typed = 'stack';
      await restart();
      assert.equal(restarts, 1);
      await compose('services: { app: { image: "app:2" } }');
      picked = 'Recreate';
      typed = undefined;
      await restart();
      assert.deepEqual([restarts, await calls()], [1, []]);
      typed = 'stack';
      await restart();
      assert.deepEqual(await calls(), ['--force-recreate app']);
    } finally {
      await mark(undefined);
    }
  });

  test('Down and Reset say that the engine does not answer, before they ask anything', async () => {
    isEngineDown = true;
    const volume = 'volumes: { data: }';
    const mount = 'volumes: ["data:/var/lib/clickhouse"]';
    const image = 'clickhouse/clickhouse-server:24.8';
    await compose(
      `services:\n  db: { image: "${image}", ${mount} }\n  web: { image: "langfuse/langfuse:3" }\n${volume}`,
    );
    for (const register of [registerDown, registerResetClickHouse]) {
      shown = [];
      await run(() => register(tools));
      assert.deepEqual(shown, ['Error: Cannot reach Docker. | Show Output']);
    }
    assert.deepEqual([await calls(), shownPlans], [[], []]);
  });
});
