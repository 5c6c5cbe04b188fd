import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/colon-separator', () => {
  const check = ruleChecker('env/colon-separator');
  const env = (text: string) => check({ 'compose.yaml': 'services: {}\n', '.env': text });

  test('marks a colon in place of the sign', () => {
    assert.equal(env('A«:» one\n').fix()['.env'], 'A=one\n');
  });
  test('marks an address that became a variable', () => {
    const { findings } = env('«http://host:3000»\n');
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('a colon in a value is a part of it', () => {
    env('A=http://host:3000\nB=a: b\n');
  });
});
