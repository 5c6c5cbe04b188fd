import assert from 'node:assert/strict';
import { codeFrame } from '../../../src/core/codeFrame';
import { SecretFinder } from '../../../src/core/secrets/secretFinder';
import { LineIndex } from '../../../src/core/text';

suite('code frame', () => {
  /** Shows the place between the brackets, which stay out of the text. */
  const frame = (marked: string, secrets: readonly string[] = []) => {
    const start = marked.indexOf('⟦');
    const end = marked.indexOf('⟧') - 1;
    const text = marked.replace(/[⟦⟧]/g, '');
    const finder = new SecretFinder(secrets);
    const index = new LineIndex(text);
    return codeFrame({ start, end }, { index, secretsIn: (line) => finder.spansIn(index, line) });
  };

  test('shows the line and marks the place', () => {
    assert.deepEqual(frame('A=1\r\nB = ⟦two⟧ x\r\n'), ['2 | B = two x', '  |     ^^^']);
    assert.deepEqual(frame('A=1⟦⟧'), ['1 | A=1', '  |    ^']);
    assert.deepEqual(frame('⟦⟧'), ['1 | ', '  | ^']);
  });
  test('what stands behind a flag for a password is masked, a reference is not', () => {
    const shown = (line: string) => frame(`⟦⟧${line}`)[0]?.slice('1 | '.length);
    assert.equal(
      shown('command: redis-server --requirepass hunter22 --x'),
      'command: redis-server --requirepass •••••• --x',
    );
    assert.equal(shown('["a", "--api-key", "hunter22"]'), '["a", "--api-key", "••••••"]');
    assert.equal(shown('test: redis-cli -h x -a hunter22 ping'), 'test: redis-cli -h x -a •••••• ping');
    assert.equal(shown('x --requirepass ${REDIS_AUTH} $A'), 'x --requirepass ${REDIS_AUTH} $A');
    assert.equal(shown('x --requirepass ${REDIS_AUTH:-hunter22}'), 'x --requirepass ••••••');
  });
  test('a secret without its sign, and a line of a key, are masked', () => {
    const shown = (line: string) => frame(`⟦⟧${line}`)[0]?.slice('1 | '.length);
    assert.equal(shown('A_PASSWORD hunter22'), 'A_PASSWORD ••••••');
    assert.equal(shown('MIIEvQ1BADANBgkq+/=='), '••••••');
    assert.equal(shown('A_NAME hunter22'), 'A_NAME hunter22');
    assert.equal(shown('langfuseWebAndWorker'), 'langfuseWebAndWorker');
  });
  test('of several lines the first is marked to its end', () => {
    assert.deepEqual(frame('A=⟦"x\ny"⟧\n'), ['1 | A="x', '  |   ^^']);
  });
  test('tabs stay, so that the carets stand below', () => {
    assert.deepEqual(frame('\ta:\t⟦b⟧'), ['1 | \ta:\tb', '  | \t  \t^']);
  });
  test('a long line is cut around the place', () => {
    const [line, carets] = frame(`${'x'.repeat(300)}⟦y⟧${'z'.repeat(300)}`);
    assert.equal(line, `1 | …${'x'.repeat(60)}y${'z'.repeat(39)}…`);
    assert.equal(carets, `  | ${' '.repeat(61)}^`);
  });
  test('a terminal has nothing to obey', () => {
    assert.deepEqual(frame('A=⟦\u001b[31m\u0007\u009b⟧'), ['1 | A=␛[31m␇\ufffd', '  |   ^^^^^^^']);
  });

  test('the value of a secret name is masked to the end of its line', () => {
    for (const line of [
      '⟦PG_PASSWORD⟧=hunter2 # was swordfish',
      '  - ⟦PG_PASSWORD⟧=hunter2 # was swordfish',
      '  ⟦PG_PASSWORD⟧: "hunter2" # was swordfish',
      '  "⟦PG_PASSWORD⟧" : hunter2, B: swordfish',
      '# ⟦PG_PASSWORD⟧=hunter2swordfish',
    ]) {
      const [shown = ''] = frame(line);
      assert.match(shown, /PG_PASSWORD"?\s*[=:]\s*••••••$/);
    }
  });
  test('a known secret and the password of a URL are masked where they stand', () => {
    assert.deepEqual(frame('command: ["--requirepass", "⟦hunter2⟧", "x"]', ['hunter2']), [
      '1 | command: ["--requirepass", "••••••", "x"]',
      '  |                             ^^^^^^',
    ]);
    assert.deepEqual(frame('U=⟦postgresql://u:hunter2@db/x⟧'), [
      '1 | U=postgresql://u:••••••@db/x',
      '  |   ^^^^^^^^^^^^^^^^^^^^^^^^^^',
    ]);
  });
  test('a secret of several lines is masked in each', () => {
    assert.deepEqual(frame('K="AAAA\n⟦BBBBCC⟧\nDDDD"', ['AAAA\nBBBBCC\nDDDD']), ['2 | ••••••', '  | ^^^^^^']);
  });
  test('a place inside a secret tells nothing of where in it', () => {
    const frames = ['P⟦ASS⟧=x', 'PASS=hun⟦t⟧er', 'PASS=h⟦unte⟧r'].slice(1).map((line) => frame(line));
    assert.deepEqual(frames[0], frames[1]);
  });
});
