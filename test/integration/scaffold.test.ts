import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { registerScaffoldStack } from '../../src/ui/commands/scaffoldStack';
import { commands } from '../../src/ui/ids';
import { eventually } from './eventually';
import { replace, restoreAll } from './replace';

suite('Scaffold Stack', () => {
  const { extensionUri } = vscode.extensions.getExtension('langfuse-stack.langfuse-stack')!;
  const log = vscode.window.createOutputChannel('Scaffold under test', { log: true });
  let folder: string;
  let selected: string[];
  suiteTeardown(() => log.dispose());
  setup(async () => (folder = await mkdtemp(join(tmpdir(), 'scaffold-'))));
  teardown(async () => {
    restoreAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true });
  });

  /** Runs the command in the folder and answers: the second version of Langfuse, the first of ClickHouse, a name. */
  async function run(): Promise<string[]> {
    const failures: string[] = [];
    replace(vscode.workspace, 'workspaceFolders', [{ uri: vscode.Uri.file(folder), name: 'new', index: 0 }]);
    // The extension's own command has the real windows, so its handler is run here.
    let handler: () => Promise<void> = () => Promise.resolve();
    replace(vscode.commands, 'registerCommand', (id: string, callback: () => Promise<void>) => {
      assert.equal(id, commands.scaffoldStack);
      handler = callback;
      return new vscode.Disposable(() => undefined);
    });
    selected = [];
    const select = (one: string): Promise<void> => Promise.resolve(void selected.push(one));
    registerScaffoldStack(extensionUri, { select }, log);
    let picks = 0;
    replace(vscode.window, 'showQuickPick', (items: readonly unknown[]) =>
      Promise.resolve(items[picks++ === 0 ? 1 : 0]),
    );
    replace(vscode.window, 'showInputBox', () => Promise.resolve('traces'));
    replace(vscode.window, 'showInformationMessage', () => Promise.resolve(undefined));
    replace(vscode.window, 'showErrorMessage', (message: string) => {
      failures.push(message);
      return Promise.resolve(undefined);
    });
    await handler();
    return failures;
  }

  test('writes the files of a stack and opens the one to read', async () => {
    assert.deepEqual(await run(), []);
    assert.deepEqual((await readdir(folder)).sort(), ['.env.example', '.gitignore', 'compose.yaml']);
    const compose = await readFile(join(folder, 'compose.yaml'), 'utf8');
    assert.match(compose, /^name: traces$/m);
    assert.match(compose, /langfuse-worker:4\./);
    assert.equal(await readFile(join(folder, '.gitignore'), 'utf8'), '.env\n');
    assert.deepEqual(selected, [folder]);
    await eventually(
      () => vscode.window.activeTextEditor?.document.fileName === join(folder, 'compose.yaml'),
    );
  });

  test('overwrites nothing', async () => {
    await writeFile(join(folder, 'docker-compose.yml'), 'mine');
    const [failure] = await run();
    assert.match(failure!, /docker-compose\.yml exists already/);
    assert.deepEqual(await readdir(folder), ['docker-compose.yml']);
  });
});
