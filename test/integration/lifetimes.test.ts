import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { DockerEngine } from '../../src/adapters/docker';
import { StackDiagnostics } from '../../src/ui/diagnostics';
import { LiveStack } from '../../src/ui/liveStack';
import { RulesPage } from '../../src/ui/rulesPage';
import { Stacks } from '../../src/ui/stacks';
import { eventually } from './eventually';
import { replace, restoreAll } from './replace';

suite('what runs in the background', () => {
  const log = vscode.window.createOutputChannel('Background under test', { log: true });
  const broken = new Error('The search broke.');
  let logged: unknown[];

  setup(() => {
    logged = [];
    replace(log, 'error', (error: unknown) => void logged.push(error));
  });
  teardown(restoreAll);
  suiteTeardown(() => log.dispose());

  test('a search for stacks that failed is made again', async () => {
    const memory = { get: () => undefined, keys: () => [], update: () => Promise.resolve() };
    const stacks = new Stacks(memory);
    try {
      replace(vscode.workspace, 'findFiles', () => Promise.reject(broken));
      await assert.rejects(stacks.list(), broken);
      restoreAll();
      assert.equal((await stacks.list()).length, 1);
    } finally {
      stacks.dispose();
    }
  });

  test('a failure that nobody waits for is in the log', async () => {
    const stacks = failingStacks();
    const engine = new DockerEngine({ environment: {}, homeFolder: '/', platform: 'linux' });
    const live = new LiveStack(stacks, engine, log);
    live.start();
    await eventually(() => logged.length > 0);
    live.dispose();
    new StackDiagnostics(stacks, noModels, noEngine, log, rulesPage).dispose();
    await eventually(() => logged.length > 1);
    assert.deepEqual(logged, [broken, broken]);
  });

  test('nothing is begun for stacks that are found after the end', async () => {
    let found: (folders: string[]) => void = () => undefined;
    const search = new Promise<string[]>((resolve) => (found = resolve));
    const stacks = { onDidChange: new vscode.EventEmitter<void>().event, list: () => search };
    const diagnostics = new StackDiagnostics(stacks as unknown as Stacks, noModels, noEngine, log, rulesPage);
    let collections = 0;
    replace(vscode.languages, 'createDiagnosticCollection', () => {
      collections++;
    });
    diagnostics.dispose();
    found(['/somewhere']);
    await search;
    await new Promise(setImmediate);
    assert.deepEqual([collections, logged], [0, []]);
  });

  const rulesPage = new RulesPage(vscode.Uri.file('/extension'));
  const noModels = { load: () => Promise.reject(broken), forgetStack: () => undefined };
  const noEngine = {
    onDidChange: new vscode.EventEmitter<void>().event,
    read: () => Promise.resolve(undefined),
    start: () => undefined,
  };

  function failingStacks(): Stacks {
    const fail = () => Promise.reject(broken);
    const onDidChange = new vscode.EventEmitter<void>().event;
    return { onDidChange, list: fail, active: fail } as unknown as Stacks;
  }
});
