import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ChecklistItem, ItemState } from '../../src/core/checklist/item';
import type { LoadedStack } from '../../src/adapters/stackFiles';
import { DockerError } from '../../src/adapters/dockerError';
import { checklistItem } from '../../src/ui/checklist/checklistItem';
import { registerChecklist } from '../../src/ui/checklist/registerChecklist';
import { commands } from '../../src/ui/ids';
import { Secret } from '../../src/core/secret';
import type { Container } from '../../src/core/stack/container';
import { foldServices } from '../../src/core/stack/serviceState';
import type { LiveStack } from '../../src/ui/liveStack';
import { ProbeResults } from '../../src/ui/probeResults';
import type { StackTools } from '../../src/ui/stackCommands';
import { Stacks } from '../../src/ui/stacks';
import { container } from '../unit/support/builders';
import { eventually } from './eventually';
import { replace, restoreAll } from './replace';

suite('the Checklist view', () => {
  const log = vscode.window.createOutputChannel('Checklist under test', { log: true });
  const didLive = new vscode.EventEmitter<void>();
  const didShow = new vscode.EventEmitter<void>();
  const didFocus = new vscode.EventEmitter<vscode.WindowState>();
  const probes = new ProbeResults();
  let stacks: Stacks;
  let provider: vscode.TreeDataProvider<ChecklistItem>;
  let view: { visible: boolean; description: string };
  let looks: number;
  let onlookers: number;
  let engine: {
    version: () => Promise<{ engine: string; api: string }>;
    findPublishers: () => Promise<[]>;
    exec: () => Promise<{ exitCode: number; stdout: string; stderr: string }>;
  };
  let containers: readonly Container[];
  /** Users, owners, organisations and projects, as psql prints them. */
  let accounts: string;
  let registration: vscode.Disposable;

  setup(() => {
    looks = 0;
    containers = [];
    accounts = '0|0|0|0';
    onlookers = 0;
    engine = {
      version: () => {
        looks++;
        return Promise.resolve({ engine: '28.5.2', api: '1.51' });
      },
      findPublishers: () => Promise.resolve([]),
      exec: () => Promise.resolve({ exitCode: 0, stdout: accounts, stderr: '' }),
    };
    view = { visible: false, description: '' };
    replace(vscode.window, 'createTreeView', (_: string, options: vscode.TreeViewOptions<ChecklistItem>) => {
      provider = options.treeDataProvider;
      return Object.assign(view, { onDidChangeVisibility: didShow.event, dispose: () => undefined });
    });
    replace(vscode.window, 'onDidChangeWindowState', didFocus.event);
    // The extension has registered the real ones.
    replace(vscode.commands, 'registerCommand', () => new vscode.Disposable(() => undefined));
    const get = (): undefined => undefined;
    stacks = new Stacks({ get, keys: () => [], update: () => Promise.resolve() });
    const live = {
      onDidChange: didLive.event,
      containersOf: () => containers,
      rowsOf: ({ project }: LoadedStack) => foldServices(project, containers),
      start: () => undefined,
      show: () => {
        onlookers++;
        return new vscode.Disposable(() => {
          onlookers--;
        });
      },
    } as unknown as LiveStack;
    const tools = {
      stacks,
      engine,
      engineHost: () => Promise.resolve('far'),
      probes,
      log,
    } as unknown as StackTools;
    registration = registerChecklist(tools, live);
  });
  teardown(() => {
    restoreAll();
    registration.dispose();
    stacks.dispose();
  });
  suiteTeardown(() => {
    vscode.Disposable.from(log, didLive, didShow, didFocus, probes).dispose();
  });

  function show(visible: boolean): void {
    view.visible = visible;
    didShow.fire();
  }
  const items = async (): Promise<readonly ChecklistItem[]> => (await provider.getChildren()) ?? [];
  const stateOf = async (id: string): Promise<ItemState | undefined> =>
    (await items()).find((item) => item.id === id)?.state;

  test('looks while it is visible and leaves everything alone while it is not', async () => {
    didLive.fire();
    assert.deepEqual([looks, onlookers, await items()], [0, 0, []]);
    show(true);
    await eventually(async () => (await items()).length > 0);
    assert.deepEqual([looks, onlookers], [1, 1]);
    didLive.fire();
    await eventually(() => looks === 2);
    show(false);
    didLive.fire();
    assert.deepEqual([looks, onlookers], [2, 0]);
  });

  test('tells what the files and the engine say of this very stack', async () => {
    show(true);
    await eventually(async () => (await items()).length > 0);
    assert.equal(await stateOf('engine'), 'done');
    // The sample has no .env yet, nothing runs, and the engine's machine is another one.
    assert.equal(await stateOf('secrets'), 'failed');
    assert.equal(await stateOf('services'), 'open');
    assert.equal(await stateOf('ports'), 'unknown');
    assert.equal(await stateOf('answers'), 'open');
    assert.equal(await stateOf('owner'), 'unknown');
    assert.equal(await stateOf('signUp'), 'unknown');
    assert.match(view.description, /^\d of 9$/);
  });

  test('takes a tick back when it is no longer true', async () => {
    show(true);
    await eventually(async () => (await stateOf('engine')) === 'done');
    engine.version = () => Promise.reject(new DockerError('down', 'Down.'));
    didLive.fire();
    await eventually(async () => (await stateOf('engine')) === 'failed');
  });

  test('sees who signed up when the operator comes back from the browser, and who is gone', async () => {
    const received = { DATABASE_URL: 'postgresql://u:p@postgres/db', AUTH_DISABLE_SIGNUP: 'true' };
    const environment = new Map(Object.entries(received).map(([name, value]) => [name, new Secret(value)]));
    containers = [container('langfuse-web', { environment }), container('postgres')];
    show(true);
    await eventually(async () => (await stateOf('owner')) === 'failed');
    assert.equal(await stateOf('signUp'), 'done');
    accounts = '1|1|1|0';
    didFocus.fire({ focused: true, active: true });
    await eventually(async () => (await stateOf('owner')) === 'done');
    accounts = '1|0|0|0';
    didFocus.fire({ focused: true, active: true });
    await eventually(async () => (await stateOf('owner')) === 'open');
  });

  test('a row leads to what brings it about, and says so to a screen reader', () => {
    const open = checklistItem({ id: 'services', label: 'Services well', state: 'open', detail: '0 of 6' });
    assert.equal(open.command?.command, commands.up);
    assert.equal(open.accessibilityInformation?.label, 'Services well: not done yet. 0 of 6. Click: Up');
    const done = checklistItem({ id: 'services', label: 'Services well', state: 'done', detail: '6 of 6' });
    assert.equal(done.command, undefined);
  });
});
