import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { EvidenceSource } from '../../src/adapters/evidenceReader';
import type { MonitoredEngine } from '../../src/adapters/serviceMonitor';
import { commands } from '../../src/ui/ids';
import { LiveStack } from '../../src/ui/liveStack';
import { ServiceRow } from '../../src/ui/serviceItem';
import { registerServiceLenses } from '../../src/ui/serviceLenses';
import { StackModels } from '../../src/ui/stackModels';
import type { Stacks } from '../../src/ui/stacks';
import { container } from '../unit/support/builders';
import { eventually } from './eventually';

suite('lenses over services', () => {
  const log = vscode.window.createOutputChannel('Lenses under test', { log: true });
  const { uri: root } = vscode.workspace.workspaceFolders![0]!;
  const setting = vscode.workspace.getConfiguration('langfuseStack.codeLens');
  const redis = container('redis', { status: 'exited', exitCode: 137 });
  const engine: MonitoredEngine & EvidenceSource = {
    openEvents: (_, signal) => Promise.resolve(silence(signal)),
    listContainers: () => Promise.resolve([{ ...redis, project: 'ai-gateway' }]),
    async *logs() {
      // Nothing is unwell here.
    },
    findPublishers: () => Promise.resolve([]),
    inspectContainer: () => Promise.resolve(redis),
  };
  let subscriptions: vscode.Disposable;
  let document: vscode.TextDocument;

  suiteSetup(async () => {
    document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(root, 'compose.yaml'));
    const onDidChange = new vscode.EventEmitter<void>().event;
    const folders = [root.fsPath];
    const stacks = {
      onDidChange,
      list: () => Promise.resolve(folders),
      active: () => Promise.resolve(folders[0]),
    } as unknown as Stacks;
    const live = new LiveStack(stacks, engine, log);
    const models = new StackModels(stacks);
    subscriptions = vscode.Disposable.from(live, models, registerServiceLenses(models, live), live.show());
    await eventually(() => live.view !== undefined);
  });
  suiteTeardown(async () => {
    await setting.update('enabled', undefined);
    subscriptions.dispose();
    log.dispose();
  });

  /** Those over redis that can only come from the engine of this test. */
  async function lensesOverRedis(): Promise<vscode.CodeLens[]> {
    const line = document.positionAt(document.getText().indexOf('\n  redis:\n') + 1).line;
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    return lenses.filter(({ range }) => range.start.line === line);
  }

  test('tell how a service stands and offer what helps', async () => {
    const shown = (await lensesOverRedis()).map(({ command }) => [
      command?.title,
      command?.command,
      command?.arguments ?? [],
    ]);
    const row = [new ServiceRow('redis')];
    assert.deepEqual(shown, [
      ['$(circle-slash) ended by SIGKILL · killed', 'langfuseStack.services.focus', []],
      ['Start', commands.startService, row],
      ['Logs', commands.showLogs, row],
    ]);
  });

  test('are gone when the setting is off', async () => {
    await setting.update('enabled', false);
    assert.deepEqual(await lensesOverRedis(), []);
  });

  /** A stream in which nothing happens until it is left. */
  async function* silence(signal: AbortSignal): AsyncGenerator<never> {
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('left'))));
  }
});
