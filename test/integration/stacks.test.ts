import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { DockerEngine } from '../../src/adapters/docker';
import { registerSelectStack } from '../../src/ui/commands/selectStack';
import { commands } from '../../src/ui/ids';
import type { StackTools } from '../../src/ui/stackCommands';
import { Stacks } from '../../src/ui/stacks';
import { eventually } from './eventually';
import { replace, restoreAll } from './replace';

const MINIMAL = 'services:\n  one:\n    image: redis:7.4\n';

suite('the stacks of a workspace', () => {
  const root = vscode.workspace.workspaceFolders![0]!.uri;
  const uriOf = (path: string): vscode.Uri => vscode.Uri.joinPath(root, path);
  const write = (path: string, text: string): Thenable<void> =>
    vscode.workspace.fs.writeFile(uriOf(path), Buffer.from(text));
  const second = uriOf('second').fsPath;
  let kept: Map<string, unknown>;
  let memory: vscode.Memento;
  let stacks: Stacks;

  setup(async () => {
    kept = new Map();
    memory = {
      keys: () => [...kept.keys()],
      get: (key: string, otherwise?: unknown) => kept.get(key) ?? otherwise,
      update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
    } as vscode.Memento;
    await write('second/compose.yaml', MINIMAL);
    stacks = new Stacks(memory);
  });
  teardown(async () => {
    restoreAll();
    stacks.dispose();
    await vscode.workspace.fs.delete(uriOf('second'), { recursive: true });
  });

  test('the one nearest to the root is active until another is chosen', async () => {
    assert.deepEqual(await stacks.list(), [root.fsPath, second]);
    assert.equal(await stacks.active(), root.fsPath);
    let changes = 0;
    stacks.onDidChange(() => changes++);
    await stacks.select(second);
    assert.equal(await stacks.active(), second);
    assert.equal((await stacks.loadActive()).folder, second);
    await stacks.select(second);
    assert.equal(changes, 1);
  });

  test('the choice is kept for the next session, and outlives its folder', async () => {
    await stacks.select(second);
    const next = new Stacks(memory);
    assert.equal(await next.active(), second);
    next.dispose();
    kept.set([...kept.keys()][0]!, join(second, 'gone'));
    assert.equal(await stacks.active(), root.fsPath);
  });

  test('a .env that names a compose file makes a stack of its folder, at once', async () => {
    await write('second/named/stack.yaml', MINIMAL);
    await stacks.list();
    const changed = new Promise<void>((resolve) => stacks.onDidChange(resolve));
    await write('second/named/.env', 'COMPOSE_FILE=stack.yaml\n');
    await changed;
    assert.ok((await stacks.list()).includes(join(second, 'named')));
  });

  test('Select Stack shows names and folders, and what cannot be seen of them', async () => {
    // The command is registered already by the extension: its handler is what is under test.
    let handler: () => Promise<void> = () => Promise.resolve();
    replace(vscode.commands, 'registerCommand', (id: string, callback: () => Promise<void>) => {
      assert.equal(id, commands.selectStack);
      handler = callback;
      return new vscode.Disposable(() => undefined);
    });
    const log = vscode.window.createOutputChannel('Select Stack under test', { log: true });
    const engine = new DockerEngine({
      environment: { DOCKER_HOST: 'unix:///nowhere/docker.sock' },
      homeFolder: '/',
      platform: 'linux',
    });
    registerSelectStack({ stacks, engine, log } as unknown as StackTools);
    let shown: readonly vscode.QuickPickItem[] = [];
    replace(vscode.window, 'showQuickPick', async (items: Promise<readonly vscode.QuickPickItem[]>) => {
      shown = await items;
      return shown[1];
    });
    await handler();
    log.dispose();
    assert.deepEqual(
      shown.map(({ label }) => label),
      ['$(layers) ai-gateway', '$(layers) second'],
    );
    assert.match(shown[0]!.description!, /active$/);
    assert.match(shown[1]!.detail!, /Cannot reach Docker/);
    await eventually(async () => (await stacks.active()) === second);
    assert.equal(dirname(second), root.fsPath);
  });
});
