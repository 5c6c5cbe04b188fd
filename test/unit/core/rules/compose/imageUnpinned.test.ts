import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('compose/image-unpinned', () => {
  const check = ruleChecker('compose/image-unpinned');
  const compose = (...images: string[]) =>
    `services:\n${images.map((image, index) => `  s${index}:\n    image: ${image}\n`).join('')}`;

  test('marks latest and no tag, and pins the version that is chosen', () => {
    const { fix } = check({
      'compose.yaml': compose(
        '«ghcr.io/langfuse/langfuse:latest»',
        '"«redis»"'.replace('"«', '«"').replace('»"', '"»'),
      ),
    });
    assert.equal(
      fix('Use version 4.16.0')['compose.yaml'],
      compose('ghcr.io/langfuse/langfuse:4.16.0', '"redis"'),
    );
  });
  test('keeps the quotes of an image without a tag', () => {
    const { fix } = check({ 'compose.yaml': compose('«"localhost:5000/redis"»') });
    assert.equal(fix()['compose.yaml'], compose('"localhost:5000/redis:7.4"'));
  });
  test('prefers Langfuse 3 beside a ClickHouse that is too old for 4', () => {
    const { findings } = check({
      'compose.yaml': compose('«langfuse/langfuse»', 'clickhouse/clickhouse-server:24.3'),
    });
    assert.deepEqual(
      findings[0]?.fixes.map(({ title, isPreferred }) => [title, isPreferred === true]),
      [
        ['Use version 3.225.4', true],
        ['Use version 4.16.0', false],
      ],
    );
  });
  test('a version, a digest, a variable and an image of another program are in order', () => {
    check({
      'compose.yaml': compose(
        'langfuse/langfuse:3',
        'redis@sha256:abc',
        '"postgres:${V:-17}"',
        'nginx',
        'postgres:17-alpine',
      ),
    });
  });
});
