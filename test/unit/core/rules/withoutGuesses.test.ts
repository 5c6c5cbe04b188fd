import assert from 'node:assert/strict';
import type { Files } from '../../support/checkRule';
import { checkFiles } from '../../support/checkRule';

const places = (files: Files) =>
  checkFiles(files)
    .filter(({ severity }) => severity === 'error')
    .map(({ path, span, code }) => {
      const line = (files[path] ?? '').slice(0, span.start).split('\n').length;
      return `${path}:${line} ${code}`;
    });

const DATABASE = '  db:\n    image: x\n    ports: ["5432"]\n    hostname: db\n';

suite('after a YAML error', () => {
  test('says of a file only what is wrong first', () => {
    const web = '  web:\n    image: x\n    depends_on: [db]\n    hostnam: a\n';
    const broken = DATABASE.replace('  db:', '  db: 12');
    assert.deepEqual(places({ 'compose.yaml': `services:\n${web}${broken}` }), [
      'compose.yaml:6 compose/yaml-syntax',
    ]);
  });

  test('still says what holds wherever it stands', () => {
    const text = 'services:\n  a: 12\n    image: "${TAG:?}"\n  b:\n    image: "${B"\n';
    assert.deepEqual(places({ 'compose.yaml': text, '.env': 'a b=1\n' }), [
      '.env:1 env/space-in-key',
      'compose.yaml:2 compose/yaml-syntax',
      'compose.yaml:3 compose/required-missing',
      'compose.yaml:5 compose/invalid-interpolation',
    ]);
  });

  test('says of another file what that one has wrong itself', () => {
    const override = 'services:\n  db:\n    depends_on: [cache]\n    stop_grace_period: 10sec\n';
    assert.deepEqual(
      places({
        'compose.yaml': `services:\n${DATABASE}\tcache:\n`,
        'compose.override.yaml': override,
      }),
      ['compose.override.yaml:4 compose/bad-duration', 'compose.yaml:6 compose/yaml-syntax'],
    );
  });

  test('says everything where the YAML is in order', () => {
    const text = 'services:\n  web:\n    image: x\n    depends_on: [db]\n    hostnam: a\n';
    assert.deepEqual(places({ 'compose.yaml': text }), [
      'compose.yaml:4 compose/undefined-reference',
      'compose.yaml:5 compose/unknown-key',
    ]);
  });
});
