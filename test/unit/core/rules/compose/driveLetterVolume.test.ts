import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

const service = (body: string) => `services:\n  a:\n    image: x:1\n${body.replaceAll(/^(?=.)/gm, '    ')}`;

suite('compose/drive-letter-volume', () => {
  const check = ruleChecker('compose/drive-letter-volume');
  const files = (item: string, name = 'v') => ({
    'compose.yaml': `${service(`volumes:\n  - ${item}\n`)}volumes:\n  ${name}:\n`,
  });

  test('marks a volume of one letter, and writes it in the long form', () => {
    const { fix } = check(files('«v:/data»'));
    assert.match(fix()['compose.yaml']!, /- \{ type: volume, source: v, target: \/data \}\n/);
    const readOnly = check(files('«"v:/data:ro"»'));
    assert.match(readOnly.fix()['compose.yaml']!, /target: \/data, read_only: true \}\n/);
  });
  test('longer names, drives and folders are fine', () => {
    check(files('vv:/data', 'vv'));
    check(files('C:/data:/data'));
    check(files('./v:/data'));
  });
  test('a letter that is no volume here is a drive', () => {
    check(files('d:/data'));
  });
});
