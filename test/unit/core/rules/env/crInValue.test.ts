import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/cr-in-value', () => {
  const check = ruleChecker('env/cr-in-value');
  const compose = 'services: {}\n';

  test('marks a value over several Windows lines, and writes it on one', () => {
    const { fix } = check({ 'compose.yaml': compose, '.env': 'A=«"x\r\ny"»\r\nB=1\r\n' });
    assert.equal(fix()['.env'], 'A="x\\ny"\r\nB=1\r\n');
  });
  test('single quotes become double ones where that changes nothing else', () => {
    const { fix } = check({ 'compose.yaml': compose, '.env': "A=«'x\r\ny'»\r\n" });
    assert.equal(fix()['.env'], 'A="x\\ny"\r\n');
    const { findings } = check({ 'compose.yaml': compose, '.env': "A=«'$x\r\ny'»\r\n" });
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('marks a carriage return that ends no line', () =>
    void check({ 'compose.yaml': compose, '.env': 'A=b«\r»B=c\r' }));
  test('Windows line ends behind values, and a \\r that is written out, are in order', () =>
    void check({ 'compose.yaml': compose, '.env': 'A=b\r\nB="c"\r\nC="d\\r"\r\n' }));
});
