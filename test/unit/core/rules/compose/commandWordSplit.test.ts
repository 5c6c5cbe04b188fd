import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('compose/command-word-split', () => {
  const check = ruleChecker('compose/command-word-split');
  const files = (command: string, env: string) => ({
    'compose.yaml': `services:\n  a:\n    image: x:1\n    command: ${command}\n`,
    '.env': env,
  });

  test('marks a value that falls apart, and writes the command as a list', () => {
    const { fix } = check(files('run --password «${PW}» now', "PW='a b'\n"));
    assert.match(fix()['compose.yaml']!, /command: \['run', '--password', '\$\{PW\}', 'now'\]\n/);
  });
  test('marks values that lose characters, also in a folded text', () => {
    check(files('run «$PW»', 'PW=\'a"b"\'\n'));
    check(files('run «$PW»', "PW='a;b'\n"));
    const { fix } = check(files('>\n      run\n      --password «${PW:-x}»', "PW='a\\b'\n"));
    assert.match(fix()['compose.yaml']!, /command: \['run', '--password', '\$\{PW:-x\}'\]\n/);
  });
  test('a value of one word, one in quotes, and a list are fine', () => {
    check(files('run ${PW}', 'PW=a-b_c/d=e#f\n'));
    check(files("run '${PW}'", "PW='a b'\n"));
    check(files('[run, "${PW}"]', "PW='a b'\n"));
    check(files('run ${PW} ${NONE} ${PW:-a b}', 'PW=\n'));
  });
  test('a quote in a value breaks the quotes around it', () => {
    check(files("run '«${PW}»'", 'PW="a\' \'b"\n'));
  });
});
