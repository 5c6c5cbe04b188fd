import { ruleChecker } from '../../../support/checkRule';
import assert from 'node:assert/strict';

suite('xref/unused-variable', () => {
  const check = ruleChecker('xref/unused-variable');
  const compose = (text: string) => `services:\n  web:\n    image: app:1\n    ${text}\n`;

  test('marks a variable that no compose file uses, and removes its line', () => {
    const { fix, findings } = check({
      'compose.yaml': compose('environment: {A: "${USED}"}'),
      '.env': 'USED=1\n«OLD»=2\n',
    });
    assert.equal(fix()['.env'], 'USED=1\n');
    assert.equal(findings[0]?.isUnnecessary, true);
  });
  test('of a name that is set twice, the line that counts', () =>
    void check({ 'compose.yaml': compose('restart: always'), '.env': 'OLD=1\n«OLD»=2\n' }));
  test('a bare entry passes it on, and a default may name it', () =>
    void check({
      'compose.yaml': compose('environment: [A, "B=${X:-${C}}"]'),
      '.env': 'A=1\nC=1\n',
    }));
  test('another line may use it', () =>
    void check({
      'compose.yaml': compose('environment: {A: "${URL}"}'),
      '.env': 'HOST=h\nURL=http://$HOST/\n',
    }));
  test('as an env_file, .env reaches the container', () =>
    void check({ 'compose.yaml': compose('env_file: .env'), '.env': 'OLD=1\n' }));
  test('compose and docker have settings of their own', () =>
    void check({
      'compose.yaml': compose('restart: always'),
      '.env': 'COMPOSE_PROJECT_NAME=a\nDOCKER_HOST=tcp://h:1\nNO_PROXY=x\n',
    }));
  test('says nothing where another rule knows more', () =>
    void check({
      'compose.yaml':
        'services:\n  web:\n    image: langfuse/langfuse:3\n    environment: {SALT: "${LANGFUSE_SALT}"}\n',
      '.env': 'LANGFUSE_SATL=1\nAUTH_DISABLE_SIGNUP=true\nSMTP_HOST=h\n',
    }));
  test('says nothing where a file could not be read', () =>
    void check({ 'compose.yaml': `include: [gone.yaml]\n${compose('restart: always')}`, '.env': 'OLD=1\n' }));
});
