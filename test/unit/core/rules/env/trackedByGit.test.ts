import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/tracked-by-git', () => {
  const facts = (isIgnoredByGit: boolean | undefined, isTrackedByGit: boolean | undefined) => ({
    facts: { '.env': { isIgnoredByGit, isTrackedByGit, isReadableByOthers: false } },
  });
  const check = (...args: Parameters<typeof facts>) => ruleChecker('env/tracked-by-git', facts(...args));
  const files = (env: string) => ({ 'compose.yaml': 'services: {}\n', '.env': env });

  test('marks the first secret of a file that nothing ignores, and ignores it', () => {
    const { fix } = check(false, false)(files('A=1\n«DB_PASSWORD»=x\nAPI_TOKEN=y\n'));
    assert.equal(fix(undefined, facts(true, false))['.gitignore'], '/.env\n');
  });
  test('what git has already needs more than an entry', () => {
    assert.match(check(false, true)(files('«SALT»=x\n')).findings[0]?.message ?? '', /git rm --cached/);
    assert.deepEqual(check(true, true)(files('«SALT»=x\n')).findings[0]?.fixes, []);
  });
  test('a file outside of the folder is not for its .gitignore', () => {
    const exposed = { isIgnoredByGit: false, isTrackedByGit: false, isReadableByOthers: false };
    const { findings } = ruleChecker('env/tracked-by-git', { facts: { '../a.env': exposed } })({
      'compose.yaml': 'services:\n  web:\n    image: app:1\n    env_file: ../a.env\n',
      '../a.env': '«SALT»=x\n',
    });
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('a password in an address is one', () => void check(false, false)(files('«URL»=redis://:pw@host\n')));
  test('ignored, unknown, and without a secret, there is nothing to say', () => {
    check(true, false)(files('SALT=x\n'));
    check(undefined, undefined)(files('SALT=x\n'));
    check(false, true)(files('SALT=\nAPI_KEY=<your-key>\nPORT=1\nDB_PASSWORD=$OTHER\n'));
    ruleChecker('env/tracked-by-git')(files('SALT=x\n'));
  });
});
