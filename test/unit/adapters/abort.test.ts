import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { untilAborted } from '../../../src/adapters/abort';

suite('untilAborted', () => {
  test('work that fails after the signal is not an unhandled rejection', async () => {
    const unhandled: unknown[] = [];
    const listeners = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', (reason) => unhandled.push(reason));
    try {
      const work = Promise.reject(new Error('late'));
      await assert.rejects(untilAborted(work, AbortSignal.abort(new Error('gone'))), /gone/);
      await nextTurn();
    } finally {
      process.removeAllListeners('unhandledRejection');
      for (const listener of listeners) process.on('unhandledRejection', listener);
    }
    assert.deepEqual(unhandled, []);
  });
});
