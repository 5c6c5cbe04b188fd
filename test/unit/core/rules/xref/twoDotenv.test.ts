import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('xref/two-dotenv', () => {
  const check = ruleChecker('xref/two-dotenv');
  const compose = 'services:\n  web:\n    image: "app:${TAG}"\n';

  test('marks a line that the other .env beats, and removes it', () => {
    const { fix } = check({
      '.env': 'COMPOSE_FILE=deploy/compose.yaml\nTAG=1\n',
      'deploy/.env': '«TAG»=2\nOTHER=3\n',
      'deploy/compose.yaml': compose,
    });
    assert.equal(fix()['deploy/.env'], 'OTHER=3\n');
  });
  test('different names, and the same value, do not meet', () =>
    void check({
      '.env': 'COMPOSE_FILE=deploy/compose.yaml\nTAG=1\n',
      'deploy/.env': 'TAG=1\nOTHER=3\n',
      'deploy/compose.yaml': compose,
    }));
  test('a file that a service names has a purpose of its own', () =>
    void check({
      '.env': 'COMPOSE_FILE=deploy/compose.yaml\nTAG=1\n',
      'deploy/.env': 'TAG=2\n',
      'deploy/compose.yaml': `${compose}    env_file: .env\n`,
    }));
  test('one file alone is in order', () => void check({ '.env': 'TAG=1\nTAG=2\n', 'compose.yaml': compose }));
});
