import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/ui/ids';
import { eventually } from './eventually';

suite('activation', () => {
  const extension = vscode.extensions.getExtension('langfuse-stack.langfuse-stack')!;

  test('a workspace with a compose file activates the extension', async () => {
    await eventually(() => extension.isActive);
  });

  test('runs in the version that was asked for', () => {
    if (process.env['LANGFUSE_STACK_TEST_LANE'] === 'floor') assert.match(vscode.version, /^1\.100\./);
    else assert.ok(Number(vscode.version.split('.')[1]) > 100, vscode.version);
  });

  test('every contributed command is registered', async () => {
    await extension.activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      Object.values(commands).filter((id) => !registered.has(id)),
      [],
    );
  });

  test('a file that appears in the workspace is noticed', async () => {
    const [folder] = vscode.workspace.workspaceFolders!;
    const file = vscode.Uri.joinPath(folder!.uri, 'noticed.txt');
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder!, '*.txt'));
    try {
      const created = new Promise<vscode.Uri>((resolve) => watcher.onDidCreate(resolve));
      await vscode.workspace.fs.writeFile(file, new Uint8Array());
      assert.equal((await created).path, file.path);
    } finally {
      watcher.dispose();
      await vscode.workspace.fs.delete(file);
    }
  });
});
