import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('env/dollar-eats-text', () => {
  const check = ruleChecker('env/dollar-eats-text');
  const compose = 'services: {}\n';

  test('marks the name behind the dollar, and quotes the value', () => {
    const { fix, findings } = check({ 'compose.yaml': compose, '.env': 'CLICKHOUSE_PASSWORD=pa«$word7»\n' });
    assert.equal(fix()['.env'], "CLICKHOUSE_PASSWORD='pa$word7'\n");
    assert.equal(findings[0]?.severity, 'error');
  });
  test('never shows a piece of a secret', () => {
    const { findings } = check({ 'compose.yaml': compose, '.env': 'CLICKHOUSE_PASSWORD=pa«$canary»\n' });
    assert.ok(!JSON.stringify(findings.map(({ message }) => message)).includes('canary'));
  });
  test('is a warning where nothing logs in with it', () => {
    const { findings } = check({ 'compose.yaml': compose, '.env': 'GREETING="costs «$five»"\n' });
    assert.equal(findings[0]?.severity, 'warning');
  });
  test('a variable that is set is meant', () => {
    check({ 'compose.yaml': compose, '.env': 'HOST=a\nURL=http://$HOST/\n' });
  });
  test('single quotes, $$ and ${…} are written on purpose', () => {
    check({ 'compose.yaml': compose, '.env': "A='$x'\nB=$$x\nC=${x}\nD=cost $5\n" });
  });
});
