import assert from 'node:assert/strict';
import { parse } from 'dotenv';
import { parseEnv } from '../../../../../src/core/env/parse';
import { checkFiles, ruleChecker } from '../../../support/checkRule';

suite('env/dialect-divergence', () => {
  const check = ruleChecker('env/dialect-divergence');
  const files = (env: string) => ({ 'compose.yaml': 'services: {}\n', '.env': env });

  const cases: Readonly<Record<string, readonly [marked: string, fixed: string]>> = {
    'a hash inside a word': ['A=«b#c»\n', "A='b#c'\n"],
    'a hash inside an address': ['A=«https://h/p#part»\n', "A='https://h/p#part'\n"],
    'an escaped quote': ['A=«"{\\"k\\": 1}"»\n', 'A={"k": 1}\n'],
    'a tab that is written out': ['A=«"a\\tb"»\n', 'A=a\tb\n'],
    'a doubled dollar': ['A=«pa$$word»\n', "A='pa$word'\n"],
    'an escaped dollar': ['A=«"pa\\$word"»\n', "A='pa$word'\n"],
    'a doubled backslash': ['A=«"a\\\\b"»\n', 'A=a\\b\n'],
    'an escaped single quote with a hash': ["A=«'it\\'s #1'»\n", 'A="it\'s #1"\n'],
  };
  for (const [name, [marked, fixed]] of Object.entries(cases))
    test(`marks ${name}, and writes it for both`, () =>
      assert.equal(check(files(marked)).fix()['.env'], fixed));

  test('what no form says to both has no fix', () => {
    const { findings } = check(files('A=«"it\'s \\"#1\\""»\n'));
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('two variables on one line are left to their author', () => {
    const { findings } = check(files('A=«"b"» C=«d»\n'));
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('says nothing where the two agree', () =>
    void check(files('A=b\nB=\'c d\'\nC="e\\nf"\nexport D=g # h\nE={"k": 1}\nF=it\'s\nG: i\n')));
  test('says nothing of references, which only compose replaces', () =>
    void check(files('A=1\nB=$A/x\nC=${D:-e#f}\n')));
  test('says nothing of a line whose reason another rule names', () => {
    for (const line of ['A=`b`', 'A=b# c', 'A=# c', 'A:b', 'Ä=b'])
      assert.ok(
        checkFiles(files(`${line}\n`)).every(({ code }) => code !== 'env/dialect-divergence'),
        line,
      );
  });
  test('says nothing where compose reads nothing', () => void check(files('A=b#c\nB C=d\n')));
  test('the fix keeps what compose reads', () => {
    for (const [marked, fixed] of Object.values(cases)) {
      const value = (text: string) =>
        parseEnv(text).items.flatMap((item) => (item.kind === 'assignment' ? [item.value.decoded.text] : []));
      const before = value(marked.replace(/[«»]/g, '')).map((text) => text.replaceAll('$$', '$'));
      assert.deepEqual(value(fixed), before);
      assert.equal(parse(fixed)['A'], before[0]);
    }
  });
});
