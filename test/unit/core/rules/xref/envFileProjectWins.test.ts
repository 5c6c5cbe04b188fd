import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('xref/env-file-project-wins', () => {
  const check = ruleChecker('xref/env-file-project-wins');
  const compose = (path = 'web.env') => `services:\n  web:\n    image: app:1\n    env_file: ${path}\n`;

  test('marks a reference that takes another value than the line above, and writes that out', () => {
    const { fix } = check({
      'compose.yaml': compose(),
      '.env': 'HOST=outside\n',
      'web.env': 'HOST=inside\nURL=http://«${HOST}»/\n',
    });
    assert.equal(fix()['web.env'], 'HOST=inside\nURL=http://inside/\n');
  });
  test('a secret is not copied, nor shown', () => {
    const { findings } = check({
      'compose.yaml': compose(),
      '.env': 'DB_PASSWORD=canary1\n',
      'web.env': 'DB_PASSWORD=canary2\nURL=x«$DB_PASSWORD»\n',
    });
    assert.ok(!JSON.stringify(findings).includes('canary'));
  });
  test('the shell wins as well', () =>
    void ruleChecker('xref/env-file-project-wins', { environment: { HOST: 'a' } })({
      'compose.yaml': compose(),
      'web.env': 'HOST=b\nURL=«$HOST»\n',
    }));
  test('the same value, a name of its own and .env itself are in order', () => {
    check({ 'compose.yaml': compose(), '.env': 'HOST=a\n', 'web.env': 'HOST=a\nURL=$HOST\n' });
    check({ 'compose.yaml': compose(), '.env': 'X=a\n', 'web.env': 'HOST=a\nURL=$HOST$X\n' });
    check({ 'compose.yaml': compose('.env'), '.env': 'HOST=a\nURL=$HOST\nHOST=b\n' });
  });
});
