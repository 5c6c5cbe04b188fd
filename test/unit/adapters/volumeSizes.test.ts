import assert from 'node:assert/strict';
import { VolumeSizes } from '../../../src/adapters/volumeSizes';
import { ManualClock } from '../support/manualClock';

suite('VolumeSizes', () => {
  let clock: ManualClock;
  let asked: number;
  let isDown: boolean;
  let sizes: VolumeSizes;
  setup(() => {
    clock = new ManualClock();
    asked = 0;
    isDown = false;
    const volumeSizes = () => {
      asked++;
      return isDown ? Promise.reject(new Error('down')) : Promise.resolve(new Map([['data', 7]]));
    };
    sizes = new VolumeSizes({ volumeSizes }, clock);
  });

  test('are measured once for all who ask within a minute', async () => {
    assert.deepEqual(await Promise.all([sizes.sizeOf('data'), sizes.sizeOf('other')]), [7, undefined]);
    await clock.pass(60_000);
    await sizes.sizeOf('data');
    assert.equal(asked, 1);
    await clock.pass(1);
    await sizes.sizeOf('data');
    assert.equal(asked, 2);
  });

  test('are measured again after a failure', async () => {
    isDown = true;
    await assert.rejects(sizes.sizeOf('data'), /down/);
    isDown = false;
    assert.equal(await sizes.sizeOf('data'), 7);
  });
});
