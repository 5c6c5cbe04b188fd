import assert from 'node:assert/strict';
import { checkFiles, ruleChecker } from '../../../support/checkRule';

/** What keeps compose from reading an env file, and what makes it readable again. */
suite('problems of env files', () => {
  const files = (env: string) => ({ 'compose.yaml': 'services: {}\n', '.env': env });
  /** Marks, applies the fix of that title or the first one, and holds that compose reads the result. */
  const repairs = (code: string, marked: string, fixed: string, title?: string) => {
    const result = ruleChecker(code)(files(marked)).fix(title);
    assert.equal(result['.env'], fixed);
    const left = checkFiles(result).filter(({ severity }) => severity === 'error');
    assert.deepEqual(left, []);
  };
  const isLeftAlone = (code: string, marked: string) => {
    const { findings } = ruleChecker(code)(files(marked));
    assert.deepEqual(
      findings.flatMap(({ fixes }) => fixes.map(({ title }) => title)),
      [],
    );
  };

  const SPACE = 'env/space-in-key';
  test('a word of another language is removed', () => {
    repairs(SPACE, 'set« »A=b\n', 'A=b\n');
    repairs(SPACE, '-« »A=b\n', 'A=b\n');
    repairs('env/invalid-key-char', '«$»env:A = "b"\n', 'A = "b"\n');
  });
  test('a note becomes a comment', () => {
    repairs(SPACE, 'The« »password below\nA=b\n', '# The password below\nA=b\n');
    repairs('env/invalid-key-char', '«/»/ note\nA=b\n', '# note\nA=b\n');
    repairs('env/invalid-key-char', '«;» note\r\nA=b\r\n', '# note\r\nA=b\r\n');
  });
  test('a private key over several lines gets its quotes', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nMIIE+ab/c=\n-----END PRIVATE KEY-----';
    const marked = key.replace('MIIE+', 'MIIE«+»').replace('END PRIVATE', 'END« »PRIVATE');
    const { fix } = ruleChecker(SPACE)(files(`K=${marked.replace('«+»', '+')}\nA=b\n`));
    assert.equal(fix()['.env'], `K="${key}"\nA=b\n`);
    repairs('env/invalid-key-char', `K=${marked.replace('« »', ' ')}\nA=b\n`, `K="${key}"\nA=b\n`);
  });
  test('a name gets an underscore, or loses what it must not hold', () => {
    repairs(SPACE, 'MY« »KEY=b\n', 'MY_KEY=b\n', 'Call it MY_KEY');
    repairs('env/invalid-key-char', 'A«$»B=c\n', 'AB=c\n', 'Call it AB');
    repairs('env/invalid-key-char', '«"»A"=c\n', 'A=c\n');
    repairs('env/invalid-key-char', 'A«\u200b»B=c\n', 'AB=c\n');
  });
  test('what is a sentence, or no name at all, is left to its author', () => {
    isLeftAlone(SPACE, 'the« »answer to all of it=42\n');
    isLeftAlone('env/invalid-key-char', '«%»%=x\n');
    isLeftAlone('env/invalid-key-char', 'MIIEvQIBADAN«+»/=\n');
    isLeftAlone('env/invalid-key-char', 'A="b" c«"»\n');
  });
  test('an appending line names what it appends to', () => {
    repairs('env/plus-equals', 'A=1\nA«+=»2\n', 'A=1\nA=${A}2\n');
    repairs('env/plus-equals', 'A=1\nA«+=»" 2"\n', 'A=1\nA="${A} 2"\n');
    repairs('env/plus-equals', 'A«+=»2\n', 'A=2\n');
    isLeftAlone('env/plus-equals', "A=1\nA«+=»'$x'\n");
  });
  test('an export of nothing is removed', () =>
    repairs('env/export-without-key', 'A=1\n«export» ', 'A=1\n '));

  const QUOTE = 'env/unterminated-quote';
  test('an open quote is closed at the end of its line', () => {
    repairs(QUOTE, 'A=«"b c»\nB=2\n', 'A="b c"\nB=2\n');
    repairs(QUOTE, "A=«'b\r»\n\n# note\nB=2\r\n", "A='b'\r\n\n# note\nB=2\r\n");
  });
  test('a quote that belongs to the value is quoted itself', () =>
    repairs(QUOTE, "A=«'tis»\n", 'A="\'tis"\n', 'Make the quote a part of the value'));
  test('a path that ends with a backslash needs no quotes', () =>
    repairs(QUOTE, "A=«'C:\\dir\\'»\nB=2\n", 'A=C:\\dir\\\nB=2\n'));
  test('closing is preferred only where the value ends with its line', () => {
    const preferred = (text: string) =>
      checkFiles(files(text)).flatMap(({ fixes }) => fixes.filter(({ isPreferred }) => isPreferred === true))
        .length;
    assert.equal(preferred('A="b\nB=2\n'), 1);
    assert.equal(preferred('A="b\nmore of it\nB=2\n'), 0);
  });

  const REFERENCE = 'env/invalid-interpolation';
  test('a dollar that is meant as one is quoted or doubled', () => {
    repairs(REFERENCE, 'A=pa«${word»\n', "A='pa${word'\n", 'Put the value in single quotes');
    repairs(REFERENCE, 'A="it\'s «${word»"\n', 'A="it\'s $${word"\n');
  });
  test('a default that is written as in a shell gets the operator of compose', () =>
    repairs(REFERENCE, 'A=«${B:=c}»\n', 'A=${B:-c}\n'));
  test('next to a reference, single quotes would take too much', () => {
    const { findings } = ruleChecker(REFERENCE)(files('H=h\nA=$H«${x»\n'));
    assert.deepEqual(
      findings[0]?.fixes.map(({ title }) => title),
      ['Write $$ for a plain dollar'],
    );
  });
  test('a demand can be dropped', () =>
    repairs('env/required-missing', 'A=«${NOPE:?set it}»\n', 'A=${NOPE:-}\n'));
  test('what comes near is in order', () => {
    const isFine = (code: string, text: string) => {
      assert.deepEqual(ruleChecker(code)(files(text)).findings, []);
      assert.deepEqual(
        checkFiles(files(text)).filter(({ severity }) => severity === 'error'),
        [],
      );
    };
    isFine('env/compose-var-invalid', 'COMPOSE_PROJECT_NAME=my-stack_1\n');
    isFine('env/compose-var-invalid', 'COMPOSE_PARALLEL_LIMIT=-1\nCOMPOSE_PROGRESS=fancy\n');
    isFine('env/export-without-key', 'export A=1\nexported=2\n');
    isFine('env/invalid-key-char', 'A.B-C[0]=1\n');
    isFine('env/plus-equals', 'A= +=1\n');
    isFine(SPACE, 'export A = b c\n');
    isFine('env/unterminated-quote', 'A="b\nc"\nB=it\'s\n');
    isFine(REFERENCE, "A='${word'\nB=$${word\n");
    isFine('env/required-missing', 'B=1\nA=${B:?set it}\n');
  });
  test('a project gets the name that compose would make', () =>
    repairs(
      'env/compose-var-invalid',
      '«COMPOSE_PROJECT_NAME»="My Stack_v1.2"\n',
      'COMPOSE_PROJECT_NAME=mystack_v12\n',
    ));
});
