import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

const service = (body: string) => `services:\n  a:\n    image: x:1\n${body.replaceAll(/^(?=.)/gm, '    ')}`;

suite('compose/literal-secret', () => {
  const facts = { isTrackedByGit: true, isIgnoredByGit: false, isReadableByOthers: false };
  const check = ruleChecker('compose/literal-secret', { facts: { 'compose.yaml': facts } });

  test('moves a secret to .env', () => {
    const { fix } = check({ 'compose.yaml': service('environment:\n  DB_PASSWORD: «hunter22»\n  B: c\n') });
    const fixed = fix();
    assert.equal(fixed['compose.yaml'], service('environment:\n  DB_PASSWORD: "${DB_PASSWORD:?}"\n  B: c\n'));
    assert.equal(fixed['.env'], 'DB_PASSWORD=hunter22\n');
  });
  test('takes a name that nothing else uses', () => {
    const { fix } = check({
      'compose.yaml': service('environment:\n  - DB_PASSWORD=«a b»\n'),
      '.env': 'DB_PASSWORD=other\n',
    });
    assert.equal(fix()['.env'], "DB_PASSWORD=other\nA_DB_PASSWORD='a b'\n");
  });
  test('references, placeholders, other variables and files that git does not keep are fine', () => {
    check({
      'compose.yaml': service('environment:\n  DB_PASSWORD: ${X}\n  B: c\n  SALT: <secret>\n'),
      '.env': 'X=1\n',
    });
    ruleChecker('compose/literal-secret')({
      'compose.yaml': service('environment:\n  DB_PASSWORD: hunter22\n'),
    });
  });
});
