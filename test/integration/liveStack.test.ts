import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { EvidenceSource } from '../../src/adapters/evidenceReader';
import type { MonitoredEngine } from '../../src/adapters/serviceMonitor';
import { LiveStack } from '../../src/ui/liveStack';
import type { Stacks } from '../../src/ui/stacks';
import { eventually } from './eventually';

suite('LiveStack', () => {
  const log = vscode.window.createOutputChannel('LiveStack under test', { log: true });
  const folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  const composeFile = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'compose.yaml');
  let streams: number;
  let looks: number;
  let live: LiveStack;

  setup(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    streams = 0;
    looks = 0;
    const engine: MonitoredEngine & EvidenceSource = {
      openEvents: (_, signal) => {
        streams++;
        signal.addEventListener('abort', () => streams--);
        return Promise.resolve(silence(signal));
      },
      listContainers: () => {
        looks++;
        return Promise.resolve([]);
      },
      async *logs() {
        // Nothing is unwell here.
      },
      findPublishers: () => Promise.resolve([]),
      inspectContainer: () => Promise.resolve(undefined),
    };
    const onDidChange = new vscode.EventEmitter<void>().event;
    const stacks = { onDidChange, active: () => Promise.resolve(folder) } as unknown as Stacks;
    live = new LiveStack(stacks, engine, log);
  });
  teardown(async () => {
    live.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  suiteTeardown(() => log.dispose());

  const isReady = () => live.view !== undefined;
  const describe = () => ({ streams, looks, isWatching: live.isWatching });

  test('the engine is watched while somebody looks, and left alone while nobody does', async () => {
    const first = live.show();
    const second = live.show();
    await eventually(isReady, describe);
    assert.deepEqual(describe(), { streams: 1, looks: 1, isWatching: true });
    first.dispose();
    second.dispose();
    await eventually(() => !live.isWatching, describe);
    assert.equal(streams, 0);
    assert.ok(isReady(), 'what was seen is kept');
    const again = live.show();
    await eventually(() => looks === 2, describe);
    assert.equal(streams, 1);
    again.dispose();
  });

  test('an editor with a file of the stack is somebody who looks', async () => {
    live.start();
    await vscode.window.showTextDocument(composeFile);
    await eventually(isReady, describe);
    assert.equal(streams, 1);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await eventually(() => streams === 0, describe);
  });

  test('a refresh looks once, though nobody looks on', async () => {
    const looking = live.show();
    await eventually(isReady, describe);
    looking.dispose();
    await eventually(() => streams === 0, describe);
    const before = looks;
    live.refresh();
    await eventually(() => looks > before, describe);
    await eventually(() => streams === 0, describe);
  });

  test('what an operation changed is seen once though nobody looks on, and only then', async () => {
    live.catchUp();
    assert.equal(live.view, undefined);
    const looking = live.show();
    await eventually(isReady, describe);
    const watched = looks;
    live.catchUp();
    looking.dispose();
    await eventually(() => !live.isWatching, describe);
    assert.equal(looks, watched, 'events tell those who look on');
    live.catchUp();
    await eventually(() => looks === watched + 1 && streams === 0, describe);
  });

  /** A stream in which nothing happens until it is left. */
  async function* silence(signal: AbortSignal): AsyncGenerator<never> {
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('left'))));
  }
});
