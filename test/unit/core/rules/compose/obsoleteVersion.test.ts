import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('compose/obsolete-version', () => {
  const check = ruleChecker('compose/obsolete-version');
  test('marks the line and removes it', () => {
    const { fix } = check({ 'compose.yaml': "«version: '3.8'»\nservices: {}\n" });
    assert.equal(fix()['compose.yaml'], 'services: {}\n');
  });
  test('a version elsewhere is something else', () => {
    check({ 'compose.yaml': 'x-app:\n  version: 1\nservices: {}\n' });
    check({ 'compose.yaml': '# version: 1\nservices: {}\n' });
  });
});
