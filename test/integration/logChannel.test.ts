import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { DockerEngine } from '../../src/adapters/docker';
import { loadStack } from '../../src/adapters/stackFiles';
import { Secret } from '../../src/core/secret';
import { LogChannel } from '../../src/ui/logChannel';
import { container } from '../unit/support/builders';
import { eventually } from './eventually';

suite('the channel of a log', () => {
  let folder: string;
  /** Streams of events that are open. */
  let following: number;
  let readings: number;

  const web = container('web', {
    environment: new Map([['REDIS_AUTH', new Secret('canary-of-the-container')]]),
  });
  const engine = {
    openEvents: (_: string, signal: AbortSignal) => {
      following++;
      signal.addEventListener('abort', () => following--);
      return Promise.resolve(untilAborted(signal));
    },
    listContainers: () => Promise.resolve([web]),
    inspectContainer: () => Promise.resolve(web),
    logs: async function* (_: unknown, { signal }: { signal: AbortSignal }) {
      readings++;
      const time = `2026-01-01T00:00:0${readings}.000000000Z`;
      yield { stream: 'stdout', data: Buffer.from(`${time} line ${readings}: canary-of-the-container\n`) };
      yield* untilAborted(signal);
    },
  } as unknown as DockerEngine;

  async function* untilAborted(signal: AbortSignal): AsyncGenerator<never> {
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  }

  setup(async () => {
    following = 0;
    readings = 0;
    folder = await mkdtemp(join(tmpdir(), 'log-channel-'));
    await writeFile(join(folder, 'compose.yaml'), 'name: stack\nservices: { web: { image: "web:1" } }\n');
  });
  teardown(() => rm(folder, { recursive: true }));

  const shownText = (): string =>
    vscode.window.visibleTextEditors
      .filter(({ document }) => document.uri.scheme === 'output')
      .map(({ document }) => document.getText())
      .join();

  test('is followed while it is visible, and holds no secret of its container', async () => {
    const stack = await loadStack(folder, { environment: {} });
    const channel = new LogChannel(stack, ['web'], { engine });
    const other = vscode.window.createOutputChannel('Something else');
    try {
      channel.show(stack);
      await eventually(() => shownText().includes('line 1: ••••••'));
      assert.equal(following, 1);
      other.show(true);
      await eventually(() => following === 0);
      channel.show(stack);
      await eventually(() => shownText().includes('line 2: ••••••'));
      assert.equal(following, 1);
      await vscode.commands.executeCommand('workbench.action.closePanel');
      await eventually(() => following === 0);
      channel.show(stack);
      await eventually(() => following === 1);
    } finally {
      channel.dispose();
      other.dispose();
    }
    assert.equal(following, 0);
  });
});
