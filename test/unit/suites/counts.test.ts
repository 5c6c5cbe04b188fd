import assert from 'node:assert/strict';
import { describeCounts, readFailures, readMochaSummary } from '../../suites/counts';

suite('counts of a test run', () => {
  test('are read from the summary, colours or not', () => {
    const counts = { passed: 12, failed: 2, skipped: 1 };
    assert.deepEqual(
      readMochaSummary('\n  12 passing (3s)\n  1 pending\n  2 failing\n\n  1) a test\n'),
      counts,
    );
    assert.deepEqual(
      readMochaSummary('\x1b[92m \x1b[0m\x1b[32m 12 passing\x1b[0m\n  1 pending\n  2 failing\n'),
      counts,
    );
  });

  test('are those of the last summary when a test prints one of its own', () => {
    const output = '  7 passing (1ms)\n  3 failing\n  ✔ prints a summary\n  1 passing (2s)\n';
    assert.deepEqual(readMochaSummary(output), { passed: 1, failed: 0, skipped: 0 });
  });

  test('are unknown when the run broke off', () => {
    assert.equal(readMochaSummary('  ✔ 5 passing queries\nError: out of memory\n'), undefined);
  });

  test('are told with skipped tests only when there are some', () => {
    assert.equal(describeCounts({ passed: 3, failed: 0, skipped: 0 }), '3 passed, 0 failed');
    assert.equal(describeCounts({ passed: 3, failed: 1, skipped: 2 }), '3 passed, 1 failed, 2 skipped');
  });

  test('come with what mocha tells of its failures', () => {
    const output =
      '  1 failing\n  ✔ prints one\n  12 passing (3s)\n  2 failing\n\n  1) a test:\n     Error\n';
    assert.equal(readFailures(output), '  1) a test:\n     Error\n');
    assert.equal(readFailures('  12 passing (3s)\n  1 pending\n'), '');
  });

  test('come with the checks that failed, each with its reason', () => {
    const output = 'tool\n  ✔ types\n  ✘ style\na.ts:1\nb.ts:2\n  ✔ format\n  ✘ links\nno\n';
    assert.equal(readFailures(output), '  ✘ style\na.ts:1\nb.ts:2\n  ✘ links\nno\n');
  });
});
