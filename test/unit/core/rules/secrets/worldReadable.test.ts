import { ruleChecker } from '../../../support/checkRule';

suite('secrets/world-readable', () => {
  const check = (isReadableByOthers: boolean | undefined) =>
    ruleChecker('secrets/world-readable', {
      facts: { '.env': { isReadableByOthers, isIgnoredByGit: undefined, isTrackedByGit: undefined } },
    });
  const files = (env: string) => ({ 'compose.yaml': 'services: {}\n', '.env': env });

  test('marks the first secret of a file that everybody can read', () =>
    void check(true)(files('A=1\n«DB_PASSWORD»=x\nSALT=y\n')));
  test('a file without secrets may be read', () => void check(true)(files('A=1\nSALT=\nB_KEY=$A\n')));
  test('a closed file, and one of which nothing is known, are in order', () => {
    check(false)(files('SALT=y\n'));
    check(undefined)(files('SALT=y\n'));
    ruleChecker('secrets/world-readable')(files('SALT=y\n'));
  });
});
