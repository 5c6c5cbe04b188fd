import { ruleChecker } from '../../../support/checkRule';

suite('env/line-continuation', () => {
  const check = ruleChecker('env/line-continuation');
  const env = (text: string) => check({ 'compose.yaml': 'services: {}\n', '.env': text });

  test('marks a backslash that continues nothing', () => {
    env('A=one «\\»\nB=two\n');
  });
  test('a path may end with a backslash, and quotes may span lines', () => {
    env('A=C:\\data\\\nB="one \\\ntwo"\n');
  });
});
