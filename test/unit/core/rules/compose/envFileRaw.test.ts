import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

const service = (body: string) => `services:\n  a:\n    image: x:1\n${body.replaceAll(/^(?=.)/gm, '    ')}`;

suite('compose/env-file-raw', () => {
  const check = ruleChecker('compose/env-file-raw');
  const raw = service('env_file:\n  - path: a.env\n    format: raw\n');

  test('marks quotes, and removes them', () => {
    const { fix } = check({ 'compose.yaml': raw, 'a.env': 'A=«"b c"»\n' });
    assert.equal(fix()['a.env'], 'A=b c\n');
  });
  test('marks references and what looks like a comment', () => {
    check({ 'compose.yaml': raw, 'a.env': 'A=«${B}»\nB=«b # note»\n' });
  });
  test('what means itself is fine, and so is a file that is read as usual', () => {
    check({ 'compose.yaml': raw, 'a.env': "# note\nA=it's 5$ #1\nC=\n".replace(' #1', '#1') });
    check({ 'compose.yaml': service('env_file: a.env\n'), 'a.env': 'A="b" # note\n' });
  });
});
