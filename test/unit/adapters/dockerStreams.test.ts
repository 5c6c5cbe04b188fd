import assert from 'node:assert/strict';
import fc from 'fast-check';
import { demultiplex, splitLines } from '../../../src/adapters/dockerStreams';
import { collect } from '../support/collect';
import { frame } from '../support/fakeDaemon';

async function* cut(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let rest = bytes;
  for (const size of sizes) {
    if (size >= rest.length) break;
    yield await Promise.resolve(rest.subarray(0, size));
    rest = rest.subarray(size);
  }
  yield rest;
}

const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 60 });
const texts = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 8 });

suite('demultiplex', () => {
  test('tells the streams apart', async () => {
    const bytes = Buffer.concat([frame(1, 'out'), frame(2, 'err'), frame(1, '')]);
    const chunks = await collect(demultiplex(cut(bytes, [])));
    assert.deepEqual(
      chunks.map(({ stream, data }) => [stream, data.toString()]),
      [
        ['stdout', 'out'],
        ['stderr', 'err'],
        ['stdout', ''],
      ],
    );
  });
  test('does not care where chunks end', () =>
    fc.assert(
      fc.asyncProperty(texts, sizes, async (frames, cuts) => {
        const bytes = Buffer.concat(frames.map((text) => frame(1, text)));
        const chunks = await collect(demultiplex(cut(bytes, cuts)));
        assert.deepEqual(
          chunks.map(({ data }) => data.toString()),
          frames,
        );
      }),
    ));
  test('keeps back a frame that is cut off by the end', async () => {
    const bytes = frame(1, 'whole').subarray(0, -1);
    assert.deepEqual(await collect(demultiplex(cut(bytes, []))), []);
  });
});

suite('splitLines', () => {
  const lines = async (text: string, cuts: readonly number[] = []): Promise<string[]> =>
    collect(splitLines(cut(Buffer.from(text), cuts)));

  test('lines with either end, and one without', async () =>
    assert.deepEqual(await lines('a\nb\r\n\nc'), ['a', 'b', '', 'c']));
  test('no line in nothing', async () => assert.deepEqual(await lines(''), []));
  test('does not care where chunks end', () =>
    fc.assert(
      fc.asyncProperty(texts, sizes, async (parts, cuts) => {
        const clean = parts.map((part) => part.replace(/[\r\n]/g, ''));
        const text = clean.map((part) => `${part}\n`).join('');
        assert.deepEqual(await lines(text, cuts), clean);
      }),
    ));
});
