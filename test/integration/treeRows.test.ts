import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { DockerError } from '../../src/adapters/dockerError';
import type { OutputChunk } from '../../src/adapters/dockerStreams';
import type { LoadedStack } from '../../src/adapters/stackFiles';
import type { EditDetail } from '../../src/core/stack/serviceDetails';
import { registerOpenPort } from '../../src/ui/commands/openPort';
import type { StackTools } from '../../src/ui/stackCommands';
import { DetailRow } from '../../src/ui/tree/detailItem';
import { hoverFacts } from '../../src/ui/tree/hoverFacts';
import { openCommand, placeName, placeOfEdit } from '../../src/ui/tree/openPlace';
import { container } from '../unit/support/builders';
import { stackOf } from '../unit/support/stackFiles';
import { replace, restoreAll } from './replace';

const COMPOSE = [
  'services:',
  '  web:',
  '    image: web:2',
  '    environment:',
  '      FIXED: here',
  '      TOKEN: ${TOKEN}',
  '    ports: ["3000:3000"]',
  '    volumes: ["./conf/a.xml:/etc/a.xml:ro"]',
  '',
].join('\n');

suite('what rows of the tree lead to', () => {
  const texts = { 'compose.yaml': COMPOSE, '.env': '# first\nTOKEN=swordfish-swordfish\n' };
  const stack: LoadedStack = { folder: '/stack', ...stackOf(texts) };
  teardown(restoreAll);

  test('an edit leads to the line that decides', async () => {
    const nameOf = async (what: EditDetail['what'], name: string): Promise<string | undefined> => {
      const place = await placeOfEdit(stack, 'web', { kind: 'edit', what, name });
      return place && placeName(stack, place);
    };
    assert.equal(await nameOf('image', 'image'), 'compose.yaml:3');
    assert.equal(await nameOf('variable', 'FIXED'), 'compose.yaml:5');
    assert.equal(await nameOf('variable', 'TOKEN'), '.env:2');
    assert.equal(await nameOf('ports', 'ports'), 'compose.yaml:7');
    const [mount] = stack.project.services.get('web')!.mounts;
    assert.equal(await nameOf('file', mount!.source), 'compose.yaml:8');
    assert.equal(await nameOf('variable', 'GONE'), undefined);
    assert.equal(
      await placeOfEdit(stack, 'removed', { kind: 'edit', what: 'image', name: 'image' }),
      undefined,
    );
  });

  test('a click opens the file with that place selected', async () => {
    const place = await placeOfEdit(stack, 'web', { kind: 'edit', what: 'variable', name: 'TOKEN' });
    const [uri, { selection }] = openCommand(stack, place!).arguments as [
      vscode.Uri,
      { selection: vscode.Range },
    ];
    assert.equal(uri.path, '/stack/.env');
    assert.equal(selection.start.line, 1);
  });

  suite('a hover', () => {
    const token = new vscode.CancellationTokenSource().token;
    const engineWith = (line: string) => ({
      async *logs(): AsyncGenerator<OutputChunk> {
        yield await Promise.resolve({
          stream: 'stdout',
          data: Buffer.from(`2026-01-01T00:00:00Z ${line}\n`),
        } as const);
      },
      imageDigest: () => Promise.resolve('sha256:0b'),
    });
    const facts = (line: string) => hoverFacts(engineWith(line), stack.project, container('web'), token);

    test('tells the last line of the log, without secrets, and the digest', async () => {
      const { lastLogLine, digest } = await facts('\u001b[31mrefused\u001b[0m swordfish-swordfish');
      assert.match(lastLogLine ?? '', /^refused /);
      assert.doesNotMatch(lastLogLine ?? '', /swordfish|\u001b/);
      assert.equal(digest, 'sha256:0b');
    });

    test('cuts a document of a line', async () => {
      const { lastLogLine } = await facts('x'.repeat(5_000));
      assert.equal(lastLogLine?.length, 301);
    });

    test('leaves out what the engine does not answer, and hides no bug', async () => {
      const silent = {
        ...engineWith('Ready'),
        imageDigest: () => Promise.reject(new DockerError('down', 'Down.')),
      };
      assert.deepEqual(await hoverFacts(silent, stack.project, container('web'), token), {
        lastLogLine: 'Ready',
        digest: undefined,
      });
      const broken = { ...silent, imageDigest: () => Promise.reject(new TypeError('ours')) };
      await assert.rejects(hoverFacts(broken, stack.project, container('web'), token), TypeError);
    });
  });

  suite('a published port', () => {
    const log = vscode.window.createOutputChannel('Open Port under test', { log: true });
    suiteTeardown(() => log.dispose());
    let opened: string[];
    let said: string[];
    let open: (argument: unknown) => Promise<void>;

    setup(() => {
      opened = [];
      said = [];
      replace(vscode.env, 'asExternalUri', (uri: vscode.Uri) => Promise.resolve(uri));
      replace(vscode.env, 'openExternal', (uri: vscode.Uri) =>
        Promise.resolve(opened.push(uri.toString()) > 0),
      );
      replace(vscode.window, 'showErrorMessage', (message: string) =>
        Promise.resolve(void said.push(message)),
      );
      replace(vscode.commands, 'registerCommand', (_: string, handler: typeof open) => {
        open = handler;
        return new vscode.Disposable(() => undefined);
      });
      registerOpenPort({ engineHost: () => Promise.resolve('far.example'), log } as unknown as StackTools);
    });
    const rowOf = (hostIp: string): DetailRow =>
      new DetailRow('web', {
        kind: 'port',
        port: { hostIp, published: 3000, target: 3000, protocol: 'tcp' },
        page: undefined,
      });

    test('opens on the machine of the engine', async () => {
      await open(rowOf('0.0.0.0'));
      assert.deepEqual([opened, said], [['http://far.example:3000/'], []]);
    });

    test('that only the other machine reaches says so', async () => {
      await open(rowOf('127.0.0.1'));
      assert.deepEqual(opened, []);
      assert.match(said.join(), /only that machine reaches it/);
    });

    test('is asked for where there is none', async () => {
      await open(undefined);
      assert.deepEqual([opened, said], [[], ['Choose a published port in the Services view.']]);
    });
  });
});
