import assert from 'node:assert/strict';
import { TarTally } from '../../../../src/core/stack/tarTally';
import { tar } from '../../support/tar';

const ARCHIVE = tar([
  { name: 'data/', type: '5' },
  { name: 'data/a', content: 'a'.repeat(700) },
  { name: 'PaxHeaders/b', type: 'x', content: '21 path=data/a-name-b\n' },
  { name: 'data/b', content: 'b' },
  { name: 'data/empty' },
]);

suite('TarTally', () => {
  test('counts entries and their content, wherever the chunks end', () => {
    for (const step of [1, 7, 511, 512, 513, ARCHIVE.length]) {
      const tally = tallyOf(ARCHIVE, step);
      assert.deepEqual([tally.entries, tally.contentBytes, tally.isComplete], [4, 701, true], String(step));
    }
  });

  test('an archive that was cut off is not complete, wherever that was', () => {
    for (const length of [0, 100, 512, 1500, ARCHIVE.length - 513])
      assert.equal(tallyOf(ARCHIVE.subarray(0, length)).isComplete, false, String(length));
  });

  test('what is no archive is not complete', () => {
    const damaged = Buffer.from(ARCHIVE);
    damaged[512] = 0xff;
    assert.equal(tallyOf(damaged).isComplete, false);
    assert.equal(tallyOf(Buffer.from('page not found'.repeat(200))).isComplete, false);
  });

  test('reads sizes that the header has no room for', () => {
    const content = 'c'.repeat(600);
    const extended = tar([
      { name: 'PaxHeaders/c', type: 'x', content: '12 size=600\n' },
      { name: 'c', content, size: '00000000000' },
      { name: 'd', content: 'd' },
    ]);
    const binary = tar([{ name: 'c', content, size: '\x80\0\0\0\0\0\0\0\0\0\x02\x58' }]);
    assert.deepEqual(
      [extended, binary].map((archive) => {
        const { entries, contentBytes, isComplete } = tallyOf(archive);
        return [entries, contentBytes, isComplete];
      }),
      [
        [2, 601, true],
        [1, 600, true],
      ],
    );
  });
});

function tallyOf(archive: Buffer, step = 512): TarTally {
  const tally = new TarTally();
  for (let at = 0; at < archive.length; at += step) tally.add(archive.subarray(at, at + step));
  return tally;
}
