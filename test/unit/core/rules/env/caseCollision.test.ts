import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/case-collision', () => {
  const check = ruleChecker('env/case-collision');
  const compose = (text: string) => `services:\n  web:\n    image: "app:${text}"\n`;

  test('marks the second spelling of a name, and removes what nothing asks for', () => {
    const second = check({ 'compose.yaml': compose('${PORT}'), '.env': 'PORT=1\n«Port»=2\n' });
    assert.equal(second.fix()['.env'], 'PORT=1\n');
    const first = check({ 'compose.yaml': compose('${PORT}'), '.env': 'Port=1\n«PORT»=2\n' });
    assert.equal(first.fix()['.env'], 'PORT=2\n');
    const neither = check({ 'compose.yaml': compose('1'), '.env': 'Port=1\n«PORT»=2\n' });
    assert.equal(neither.findings[0]?.fixes.length, 2);
  });
  test('two that are both used are meant, and so are proxies', () =>
    void check({
      'compose.yaml': compose('${PORT}${port}'),
      '.env': 'PORT=1\nport=2\nhttp_proxy=a\nHTTP_PROXY=a\n',
    }));
  test('the same name twice is another matter', () =>
    void check({ 'compose.yaml': compose('${PORT}'), '.env': 'PORT=1\nPORT=2\n' }));
});
