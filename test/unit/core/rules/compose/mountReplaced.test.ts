import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

const service = (body: string) => `services:\n  a:\n    image: x:1\n${body.replaceAll(/^(?=.)/gm, '    ')}`;

suite('compose/mount-replaced', () => {
  const check = ruleChecker('compose/mount-replaced');
  const files = (...items: readonly string[]) => ({
    'compose.yaml': `${service(`volumes:\n${items.map((item) => `  - ${item}\n`).join('')}`)}volumes: {vv: , ww: }\n`,
  });

  test('marks the volume that is dropped', () => {
    const { fix } = check(files('«vv:/data»', 'ww:/data/'));
    assert.match(fix()['compose.yaml']!, /volumes:\n {6}- ww:\/data\/\nvolumes/);
    check(files('«{type: volume, source: vv, target: /data}»', 'ww:/data'));
  });
  test('other places, and places that a variable decides, are fine', () => {
    check(files('vv:/data', 'ww:/data/more'));
    check(files('vv:$PLACE', 'ww:$PLACE'));
  });
  test('an override replaces on purpose', () => {
    check({ ...files('vv:/data'), 'compose.override.yaml': 'services:\n  a:\n    volumes: [./x:/data]\n' });
  });
});
