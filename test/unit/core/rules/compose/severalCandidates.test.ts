import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

const service = (body: string) => `services:\n  a:\n    image: x:1\n${body.replaceAll(/^(?=.)/gm, '    ')}`;

suite('compose/several-candidates', () => {
  const check = ruleChecker('compose/several-candidates');
  const used = service('');

  test('marks the file that is not read', () => {
    const { findings } = check({ 'compose.yaml': used, 'docker-compose.yml': '«services:»\n' });
    assert.equal(findings[0]?.related?.[0]?.path, 'compose.yaml');
  });
  test('an override file is read', () => {
    check({ 'compose.yaml': used, 'compose.override.yaml': used });
  });
  test('COMPOSE_FILE chooses, and a file may be included', () => {
    check({ 'compose.yaml': used, 'compose.yml': used, '.env': 'COMPOSE_FILE=compose.yaml\n' });
    check({ 'compose.yaml': `include: [compose.yml]\n${used}`, 'compose.yml': 'services: {}\n' });
  });
});
