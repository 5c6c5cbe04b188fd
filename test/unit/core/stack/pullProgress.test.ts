import assert from 'node:assert/strict';
import { PullProgress } from '../../../../src/core/stack/pullProgress';

suite('PullProgress', () => {
  function read(...lines: readonly string[]): readonly (string | undefined)[] {
    const progress = new PullProgress();
    return lines.map((line) => progress.read(line));
  }

  test('counts images and bytes', () =>
    assert.deepEqual(
      read(
        'web Pulling',
        'db Pulling',
        '8a1e25ce7c4f Pulling fs layer',
        '8a1e25ce7c4f Downloading [==>        ]  1.5MB/30MB',
        '0123456789ab Downloading [=====>     ]  500kB/10MB',
        '8a1e25ce7c4f Verifying Checksum',
        '8a1e25ce7c4f Extracting [===>       ]  3MB/30MB',
        '0123456789ab Pull complete',
        'web Pulled',
      ),
      [
        '0 of 1 images pulled',
        '0 of 2 images pulled',
        undefined,
        '0 of 2 images pulled, 1.5 MB of 30.0 MB',
        '0 of 2 images pulled, 2.0 MB of 40.0 MB',
        '0 of 2 images pulled, 30.5 MB of 40.0 MB',
        '0 of 2 images pulled, 30.5 MB of 40.0 MB',
        '0 of 2 images pulled, 40.0 MB of 40.0 MB',
        '1 of 2 images pulled, 40.0 MB of 40.0 MB',
      ],
    ));

  test('layers that are here already count for nothing', () =>
    assert.deepEqual(read('web Pulling', '8a1e25ce7c4f Already exists'), [
      '0 of 1 images pulled',
      undefined,
    ]));

  test('what newer versions of compose write', () =>
    assert.deepEqual(read('Image redis:7 Pulling', 'Image redis:7 Pulled'), [
      '0 of 1 images pulled',
      '1 of 1 images pulled',
    ]));

  test('says nothing of images that another one keeps from being pulled', () =>
    assert.deepEqual(read('web Pulling', 'web  Interrupted'), ['0 of 1 images pulled', undefined]));

  test('leaves every other line as it is', () => {
    const lines = ['Container stack-web-1  Started', 'web Error no such host', 'Network x  Created', ''];
    assert.deepEqual(read(...lines), lines);
  });
});
