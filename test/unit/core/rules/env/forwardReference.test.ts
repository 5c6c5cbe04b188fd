import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/forward-reference', () => {
  const check = ruleChecker('env/forward-reference');
  const compose = 'services: {}\n';

  test('marks what is set too late, and moves it up', () => {
    const { fix } = check({ 'compose.yaml': compose, '.env': 'URL=http://«$HOST»/\nX=1\nHOST=db # name\n' });
    assert.equal(fix()['.env'], 'HOST=db # name\nURL=http://$HOST/\nX=1\n');
  });
  test('also where a default hides it, and where the file ends with the line', () => {
    const { fix } = check({ 'compose.yaml': compose, '.env': 'A=«${B:-x}»\r\nB=1' });
    assert.equal(fix()['.env'], 'B=1\r\nA=${B:-x}\r\n');
  });
  test('what refers to others, or is set twice, is not moved', () => {
    const { findings } = check({ 'compose.yaml': compose, '.env': 'C=1\nA=«$B»\nB=$C\nD=«$E»\nE=1\nE=2\n' });
    assert.deepEqual(
      findings.flatMap(({ fixes }) => fixes),
      [],
    );
  });
  test('what is set above, or demanded, is in order', () =>
    void check({ 'compose.yaml': compose, '.env': 'B=1\nA=$B\nB=2\nC=${D:+x}\nD=1\n' }));
  test('the shell has it in time', () =>
    void ruleChecker('env/forward-reference', { environment: { B: '1' } })({
      'compose.yaml': compose,
      '.env': 'A=$B\nB=2\n',
    }));
});
