import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('redis/version', () => {
  const check = ruleChecker('redis/version');
  const compose = (redis: string, langfuse = 'langfuse/langfuse-worker:3') =>
    `services:\n  worker:\n    image: ${langfuse}\n  redis:\n    image: ${redis}\n`;

  test('marks a server that is too old, and raises it', () => {
    const { fix } = check({ 'compose.yaml': compose('«redis:6.2-alpine»') });
    assert.equal(fix()['compose.yaml'], compose('redis:7.4'));
  });
  test('newer ones, no version, other programs and other stacks are in order', () => {
    for (const image of ['redis:7', 'redis:8.2', 'redis', 'redis/redis-stack-server:6.2.6', 'dragonfly:1.2'])
      check({ 'compose.yaml': compose(image) });
    check({ 'compose.yaml': compose('redis:6', 'app:1') });
  });
});
