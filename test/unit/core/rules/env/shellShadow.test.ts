import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/shell-shadow', () => {
  const compose = (text: string) => `services:\n  web:\n    image: app:1\n    environment:\n      ${text}\n`;
  const check = (environment: Record<string, string>) => ruleChecker('env/shell-shadow', { environment });

  test('marks a line that the shell beats, without showing a value', () => {
    const { findings } = check({ DB_PASSWORD: 'canary-1' })({
      'compose.yaml': compose('X: ${DB_PASSWORD}'),
      '.env': '«DB_PASSWORD»=canary-2\n',
    });
    assert.ok(!JSON.stringify(findings).includes('canary'));
  });
  test('an empty one beats it as well', () =>
    void check({ A: '' })({ 'compose.yaml': compose('A:'), '.env': '«A»=1\n' }));
  test('compose reads its own settings', () =>
    void check({ COMPOSE_PROFILES: 'x' })({
      'compose.yaml': compose('A: b'),
      '.env': '«COMPOSE_PROFILES»=y\n',
    }));
  test('the same value, and a name that nothing uses, are no matter', () =>
    void check({ A: '1', USER: 'me' })({ 'compose.yaml': compose('X: ${A}'), '.env': 'A=1\nUSER=other\n' }));
});
