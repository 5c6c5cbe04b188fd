import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseEnv } from '../../../../src/core/env/parse';
import { lastItemOf, setEnvValues } from '../../../../src/core/secrets/envEdit';

suite('setEnvValues', () => {
  const sets = (name: string, before: string, after: string, values: Record<string, string> = { A: 'new' }) =>
    test(name, () => assert.equal(setEnvValues(before, new Map(Object.entries(values))), after));

  sets(
    'replaces a value and nothing else',
    '# c\n\nB = 1\nA=old # why\nC=3',
    '# c\n\nB = 1\nA=new # why\nC=3',
  );
  sets('fills an empty value', 'A=\nB=2\n', 'A=new\nB=2\n');
  sets('fills an empty value before CRLF', 'A=\r\nB=2\r\n', 'A=new\r\nB=2\r\n');
  sets('keeps the quotes', `A="old"\n`, `A="new"\n`);
  sets('keeps export', 'export A=old\n', 'export A=new\n');
  sets('keeps a byte order mark', '\ufeffA=old\n', '\ufeffA=new\n');
  sets('completes a bare name', 'A\nB=1\n', 'A=new\nB=1\n');
  sets('changes the assignment that counts', 'A=1\nA=2\n', 'A=1\nA=new\n');
  sets('appends what is missing, with the line ends of the file', 'B=1\r\nC=2', 'B=1\r\nC=2\r\nA=new\r\n');
  sets('appends to nothing', '', 'A=new\n');
  sets('appends to a byte order mark', '\ufeff', '\ufeffA=new\n');
  sets('turns what looked like a comment into one', 'A= # note\n', 'A=new # note\n');
  sets('quotes what compose would change', 'A=\n', `A='a $b #c'\n`, { A: 'a $b #c' });
  sets('replaces quotes that would not do', 'A="x"\n', `A='$b'\n`, { A: '$b' });
  sets('changes several at once', 'A=1\nB=2\n', 'A=x\nB=y\n', { B: 'y', A: 'x' });

  test('whatever the file, the value is read back as it was set', () => {
    const line = fc.constantFrom(
      'A=',
      'A=x',
      "A='q'",
      'A="d"',
      'A',
      'B=2',
      '# c',
      '',
      'export A=1',
      'A= # n',
    );
    const newline = fc.constantFrom('\n', '\r\n');
    const value = fc.string({ unit: fc.constantFrom(...Array.from(`ab09-_ #$'"\\=%:/`)) });
    fc.assert(
      fc.property(fc.array(line), newline, value, (lines, end, text) => {
        const edited = setEnvValues(lines.map((each) => each + end).join(''), new Map([['A', text]]));
        const item = lastItemOf(parseEnv(edited), 'A');
        assert.ok(item?.kind === 'assignment');
        // Double quotes keep `$$` for interpolation, which makes one dollar of it.
        const { decoded, style } = item.value;
        assert.equal(style === 'double' ? decoded.text.replaceAll('$$', '$') : decoded.text, text);
      }),
    );
  });
});
