import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { ComposeCli } from '../../src/adapters/composeCli';
import { DockerEngine } from '../../src/adapters/docker';
import { Operations } from '../../src/adapters/operations';
import { loadStack } from '../../src/adapters/stackFiles';
import { planCommand } from '../../src/cli/plan';
import type { Plan } from '../../src/core/stack/plan';
import { planAsShell } from '../../src/core/stack/planText';
import { registerDown } from '../../src/ui/commands/down';
import { registerPullImages } from '../../src/ui/commands/pullImages';
import { registerRecreateService } from '../../src/ui/commands/recreateService';
import { registerResetClickHouse } from '../../src/ui/commands/resetClickHouse';
import { registerSetSignUp } from '../../src/ui/commands/setSignUp';
import { registerStartService } from '../../src/ui/commands/startService';
import { registerStopService } from '../../src/ui/commands/stopService';
import { registerUp } from '../../src/ui/commands/up';
import { registerUpgrade } from '../../src/ui/commands/upgrade';
import { ProbeResults } from '../../src/ui/probeResults';
import type { StackTools } from '../../src/ui/stackCommands';
import type { FakeDaemon } from '../unit/support/fakeDaemon';
import { json, startFakeDaemon } from '../unit/support/fakeDaemon';
import { FakeEngine } from '../unit/support/fakeEngine';
import { handlersOf } from './handlersOf';
import { keptPlans } from './keptPlans';
import { replace, restoreAll } from './replace';

const COMPOSE = `name: stack
services:
  app: { image: "app:2", environment: { A: new } }
  db: { image: "clickhouse/clickhouse-server:24.8", volumes: ["data:/var/lib/clickhouse"] }
  web:
    image: langfuse/langfuse:3
    depends_on: [app]
    ports: ["3000:3000"]
    environment: { AUTH_DISABLE_SIGNUP: "false" }
volumes: { data: }
`;

suite('the terminal prints the plan that the editor shows', () => {
  const log = vscode.window.createOutputChannel('Plans under test', { log: true });
  let folder: string;
  let daemon: FakeDaemon;
  let tools: StackTools;
  let viewed: readonly Plan[];
  /** What is chosen wherever there is a choice. */
  let answer: string;

  setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'same-plan-'));
    await writeFile(join(folder, 'compose.yaml'), COMPOSE);
    const running = new FakeEngine();
    running.add('stack', 'app');
    running.add('stack', 'web');
    daemon = await startFakeDaemon({
      'GET /version': json({ Version: '28', ApiVersion: '1.48' }),
      'GET /volumes/stack_data': json({ Name: 'stack_data', CreatedAt: '2026-01-01T00:00:00Z' }),
      'GET /volumes/': json({ message: 'no such volume' }, 404),
      'GET /system/df': json({ Volumes: [{ Name: 'stack_data', UsageData: { Size: 5_000_000 } }] }),
      'GET /images/app:2': json({ message: 'no such image' }, 404),
      'GET /images/': json({ Id: 'sha256:0a' }),
      'GET /containers/json?filters={"publish"': json([]),
      'GET /containers/stack.web/top': json({ Titles: ['CMD'], Processes: [] }),
      ...running.answers,
    });
    const program = join(folder, 'docker');
    await writeFile(
      program,
      `#!${process.execPath}\nrequire('fs').appendFileSync(${JSON.stringify(join(folder, 'called'))}, process.argv.slice(-2).join(' ') + '\\n');`,
      { mode: 0o755 },
    );
    const engine = new DockerEngine({
      environment: { DOCKER_HOST: daemon.address },
      homeFolder: folder,
      platform: 'linux',
    });
    const { shown, plans } = keptPlans();
    viewed = shown;
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
    replace(vscode.window, 'createInputBox', escapedInputBox);
    replace(vscode.window, 'showQuickPick', (items: readonly vscode.QuickPickItem[]) =>
      Promise.resolve(items.find(({ label }) => label === answer)),
    );
    for (const level of ['Warning', 'Information'] as const)
      replace(vscode.window, `show${level}Message`, (_: string, ...titles: unknown[]) =>
        Promise.resolve(titles.find((title) => title === 'Copy as Shell Commands')),
      );
  });
  teardown(async () => {
    restoreAll();
    await daemon.close();
    await rm(folder, { recursive: true });
  });
  suiteTeardown(() => log.dispose());

  async function printed(...words: readonly string[]): Promise<Plan> {
    let stdout = '';
    await planCommand.run([...words, '--format', 'json', folder], {
      stdout: (text) => void (stdout += text),
      stderr: () => undefined,
      environment: { DOCKER_HOST: daemon.address },
      signal: new AbortController().signal,
    });
    return JSON.parse(stdout) as Plan;
  }

  /** What a command's question is copied as. */
  async function copied(register: () => vscode.Disposable): Promise<string> {
    await vscode.env.clipboard.writeText('');
    await handlersOf(register)[0]!();
    return vscode.env.clipboard.readText();
  }

  for (const [words, register, chosen] of [
    ['up', () => registerUp(tools)],
    ['down', () => registerDown(tools)],
    ['start --service db', () => registerStartService(tools), 'db'],
    ['stop --service app', () => registerStopService(tools), 'app'],
    ['recreate --service app', () => registerRecreateService(tools), 'app'],
    ['upgrade --to 3.225.4', () => registerUpgrade(tools), '3.225.4'],
    ['sign-up --to closed', () => registerSetSignUp(tools)],
  ] as const satisfies readonly (readonly [string, () => vscode.Disposable, string?])[])
    test(words, async () => {
      answer = chosen ?? '';
      const plan = await printed(...words.split(' '));
      assert.deepEqual(plan.refusals, []);
      assert.equal(await copied(register), planAsShell(plan));
      assert.equal(await readFile(join(folder, 'compose.yaml'), 'utf8'), COMPOSE);
    });

  for (const [words, chosen] of [
    ['reset', 'Reset Without a Copy'],
    ['reset --save-first', 'Save First'],
  ] as const)
    test(words, async () => {
      answer = chosen;
      const plan = await printed(...words.split(' '));
      await handlersOf(() => registerResetClickHouse(tools))[0]!();
      assert.deepEqual(JSON.parse(JSON.stringify(viewed)), [plan]);
      assert.deepEqual(
        [...plan.lost, ...(plan.saved ?? [])].map(({ sizeBytes, rows }) => ({ sizeBytes, rows })),
        [{ sizeBytes: 5_000_000, rows: { unseen: 'db does not run' } }],
      );
    });

  test('a reset is none where nobody has chosen how', async () => {
    answer = '';
    await handlersOf(() => registerResetClickHouse(tools))[0]!();
    assert.deepEqual(viewed, []);
  });

  test('pull, which asks nothing', async () => {
    const plan = await printed('pull');
    await handlersOf(() => registerPullImages(tools))[0]!();
    const called = (await readFile(join(folder, 'called'), 'utf8')).trim().split('\n');
    assert.deepEqual(
      called,
      plan.steps.map((step) => (step.kind === 'compose' ? step.args.slice(-2).join(' ') : step.kind)),
    );
  });
});

/** An input box that is closed as soon as it is shown. */
function escapedInputBox(): object {
  const nothing = () => new vscode.Disposable(() => undefined);
  let hide = (): void => undefined;
  return {
    onDidAccept: nothing,
    onDidChangeValue: nothing,
    onDidTriggerButton: nothing,
    onDidHide: (listener: () => void) => {
      hide = listener;
      return nothing();
    },
    show: () => hide(),
    dispose: () => undefined,
  };
}
