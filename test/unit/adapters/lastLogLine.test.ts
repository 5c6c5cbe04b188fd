import assert from 'node:assert/strict';
import type { OutputChunk } from '../../../src/adapters/dockerStreams';
import { lastLogLine } from '../../../src/adapters/lastLogLine';
import { container } from '../support/builders';

suite('lastLogLine', () => {
  async function check(output: string, expected: string | undefined): Promise<void> {
    const engine = {
      async *logs(): AsyncGenerator<OutputChunk> {
        yield await Promise.resolve({ stream: 'stdout' as const, data: Buffer.from(output) });
      },
    };
    assert.equal(await lastLogLine(engine, container('web'), new AbortController().signal), expected);
  }
  const time = '2026-01-01T00:00:00.000000001Z';

  test('is without the time that the engine puts in front', () =>
    check(`${time} first\n${time} Ready in 3 s\n`, 'Ready in 3 s'));
  test('is not an empty one', () => check(`${time} Ready\n${time} \n${time}\n`, 'Ready'));
  test('is none where nothing was printed', () => check('', undefined));
});
