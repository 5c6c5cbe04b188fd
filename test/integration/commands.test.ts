import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { UserError } from '../../src/core/userError';
import { commands } from '../../src/ui/ids';
import { showInformation } from '../../src/ui/notify';
import type { Offer } from '../../src/ui/notify';
import { runWithProgress } from '../../src/ui/progress';
import { registerCommand } from '../../src/ui/registerCommand';
import { eventually } from './eventually';
import { replace, restoreAll } from './replace';

suite('messages', () => {
  const log = vscode.window.createOutputChannel('Messages under test', { log: true });
  let shown: string[];
  let logged: unknown[];

  setup(() => {
    shown = [];
    logged = [];
    replace(log, 'error', (error: unknown) => void logged.push(error));
    replace(log, 'warn', (text: string) => void logged.push(text));
    replace(vscode.window, 'showErrorMessage', (message: string) => {
      shown.push(message);
      return Promise.resolve(undefined);
    });
  });
  teardown(restoreAll);
  suiteTeardown(() => log.dispose());

  /** As an operator who picks the only offer. */
  function pick(run: Offer['run']): void {
    replace(vscode.window, 'showInformationMessage', (_: string, title: string) => Promise.resolve(title));
    showInformation('Something is done.', log, [{ title: 'Go on', run }]);
  }

  test('an offer that fails says why', async () => {
    pick(() => Promise.reject(new UserError('The file is read-only. Make it writable.')));
    await eventually(() => shown.length > 0);
    assert.deepEqual(shown, ['The file is read-only. Make it writable.']);
    assert.deepEqual(logged, ['The file is read-only. Make it writable.']);
  });

  test('an offer that fails by a bug leaves its stack in the log', async () => {
    const bug = new TypeError('undefined is not a function');
    pick(() => {
      throw bug;
    });
    await eventually(() => shown.length > 0);
    assert.match(shown[0] ?? '', /^Langfuse Stack met an unexpected error\./);
    assert.deepEqual(logged, [bug]);
  });

  test('a window that shows nothing any more is only logged', async () => {
    const gone = new Error('Canceled');
    replace(vscode.window, 'showInformationMessage', () => Promise.reject(gone));
    showInformation('Something is done.', log);
    await eventually(() => logged.length > 0);
    assert.deepEqual([logged, shown], [[gone], []]);
  });

  test('progress makes no buttons of what a program prints', async () => {
    const reported: (string | undefined)[] = [];
    const progress = { report: ({ message }: { message?: string }) => void reported.push(message) };
    const token = new vscode.CancellationTokenSource().token;
    type Task = (...args: unknown[]) => Promise<unknown>;
    replace(vscode.window, 'withProgress', (_: unknown, task: Task) => task(progress, token));
    await runWithProgress('Starting', (_, report) => {
      report('[OK](command:workbench.action.quit)');
      return Promise.resolve();
    });
    assert.deepEqual(reported, ['[OK] (command:workbench.action.quit)']);
  });
});

suite('commands in a workspace that is not trusted', () => {
  const log = vscode.window.createOutputChannel('Commands under test', { log: true });
  const handlers = new Map<string, (...args: unknown[]) => Promise<void>>();
  let shown: string[];

  /** The extension has registered its commands already; what counts is what is handed to VS Code. */
  function collectHandlers(): void {
    replace(vscode.commands, 'registerCommand', (id: string, run: () => Promise<void>) => {
      handlers.set(id, run);
      return new vscode.Disposable(() => undefined);
    });
  }

  setup(() => {
    shown = [];
    replace(vscode.workspace, 'isTrusted', false);
    collectHandlers();
    replace(vscode.window, 'showErrorMessage', (message: string) => {
      shown.push(message);
      return Promise.resolve(undefined);
    });
  });
  teardown(restoreAll);
  suiteTeardown(() => log.dispose());

  async function isRun(id: (typeof commands)[keyof typeof commands]): Promise<boolean> {
    let wasCalled = false;
    registerCommand(id, log, () => {
      wasCalled = true;
      return Promise.resolve();
    });
    await handlers.get(id)!();
    return wasCalled;
  }

  test('do nothing but say so, however they were reached', async () => {
    for (const id of Object.values(commands)) {
      if (id === commands.showOutput) continue;
      shown = [];
      assert.equal(await isRun(id), false, id);
      assert.match(shown.join('\n'), /not trusted\. Trust it, then try again\.$/);
    }
  });

  test('show the log all the same', async () => {
    assert.equal(await isRun(commands.showOutput), true);
    assert.deepEqual(shown, []);
  });

  test('run once it is trusted', async () => {
    restoreAll();
    collectHandlers();
    assert.equal(await isRun(commands.up), true);
  });
});
