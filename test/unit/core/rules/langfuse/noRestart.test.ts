import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/no-restart', () => {
  const check = ruleChecker('langfuse/no-restart');
  const REDIS = '  redis:\n    image: redis:7.4\n';
  const compose = (more: string, name = 'worker') =>
    `services:\n  ${name}:\n    image: langfuse/langfuse-worker:3\n${more}${REDIS}`;

  test('marks a service that nothing starts again, and adds the policy', () => {
    const { fix } = check({ 'compose.yaml': compose('    environment: {A: b}\n', '«worker»') });
    assert.equal(fix()['compose.yaml'], compose('    restart: always\n    environment: {A: b}\n'));
  });
  test('"no" is what no policy means', () => {
    const { fix } = check({ 'compose.yaml': compose('    restart: «"no"»\n') });
    assert.equal(fix()['compose.yaml'], compose('    restart: "always"\n'));
  });
  test('any policy is one, also in the words of deploy', () => {
    check({ 'compose.yaml': compose('    restart: unless-stopped\n') });
    check({ 'compose.yaml': compose('    restart: on-failure:5\n') });
    check({ 'compose.yaml': compose('    deploy: {restart_policy: {condition: any}}\n') });
  });
  test('says nothing of other services, and where all servers are elsewhere', () => {
    check({ 'compose.yaml': compose('    restart: always\n') });
    check({ 'compose.yaml': compose('').replace(REDIS, '') });
  });
});
