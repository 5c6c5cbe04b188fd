import assert from 'node:assert/strict';
import { isIpAddress } from '../../../../../src/core/compose/schema/ipAddress';
import { isDuration, parseBytes } from '../../../../../src/core/compose/schema/units';

suite('units, as compose reads them', () => {
  test('times', () => {
    for (const text of [
      '0',
      '1m30s',
      '1.5s',
      '.5s',
      '1.s',
      '-10s',
      '+10s',
      '1us',
      '1µs',
      '2w',
      '1d12h',
      '1s1h',
    ])
      assert.ok(isDuration(text), text);
    for (const text of ['', '1', '10 s', '1h 30m', '10S', '10sec', '9999999999999h', 'ms', '1ms2', '-'])
      assert.ok(!isDuration(text), text);
  });
  test('sizes', () => {
    const sizes: readonly (readonly [string, number | undefined])[] = [
      ['0', 0],
      ['1 g', 2 ** 30],
      ['1GiB', 2 ** 30],
      ['1.5g', 1.5 * 2 ** 30],
      ['.5k', 512],
      ['1e3', 1000],
      ['1_000b', 1000],
      ['+1m', 2 ** 20],
      ['', undefined],
      ['-1g', undefined],
      ['1,5g', undefined],
      ['1 gb ', undefined],
      ['1eb', undefined],
      ['1ib', undefined],
      ['g', undefined],
      ['1gg', undefined],
      ['0x10', undefined],
    ];
    for (const [text, expected] of sizes) assert.equal(parseBytes(text), expected, text);
  });
  test('addresses', () => {
    for (const text of ['127.0.0.1', '0.0.0.0', '::', '::1', 'fe80::1', '1:2:3:4:5:6:7:8', '::ffff:1.2.3.4'])
      assert.ok(isIpAddress(text), text);
    for (const text of [
      '',
      '127.0.0',
      '256.0.0.1',
      '01.2.3.4',
      '[::1]',
      '1::2::3',
      '1:2:3',
      'g::',
      '1.2.3.4.',
    ])
      assert.ok(!isIpAddress(text), text);
  });
});
