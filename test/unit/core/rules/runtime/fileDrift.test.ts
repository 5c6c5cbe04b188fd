import assert from 'node:assert/strict';
import type { Container } from '../../../../../src/core/stack/container';
import { container } from '../../../support/builders';
import { ruleChecker } from '../../../support/checkRule';

suite('runtime/file-drift', () => {
  const startedAt = '2026-01-01T00:00:00.5Z';
  const start = Date.parse(startedAt);
  const running = (modifiedAt: number, more: Partial<Container> = {}) => {
    const files = [{ target: '/etc/redis.conf', modifiedAt }];
    return { engine: { containers: [container('redis', { startedAt, files, ...more })], volumes: [] } };
  };
  const compose = (mount: string) =>
    `services:\n  redis:\n    image: redis:7.4\n    volumes:\n      - data:/data\n      - ${mount}\nvolumes: {data: }\n`;
  const mount = './conf/redis.conf:/etc/redis.conf:ro';

  test('marks the line of the mount, names the file and restarts its service', () => {
    const { findings } = ruleChecker(
      'runtime/file-drift',
      running(start + 1),
    )({ 'compose.yaml': compose(`«${mount}»`) });
    assert.match(findings[0]!.message, /^\.\/conf\/redis\.conf was written after redis had started/);
    assert.deepEqual(findings[0]!.cure, { restart: 'redis' });
    assert.deepEqual(findings[0]!.fixes, []);
  });
  test('the long form is marked at the mount as well', () => {
    const long = '«type: bind\n        source: ./conf/redis.conf\n        target: /etc/redis.conf»';
    ruleChecker('runtime/file-drift', running(start + 1))({ 'compose.yaml': compose(long) });
  });
  test('a file that is older than the start is read', () => {
    ruleChecker('runtime/file-drift', running(start - 1))({ 'compose.yaml': compose(mount) });
  });
  test('nothing is said of what does not run, is mounted no more, or without an engine', () => {
    const quiet = (surroundings: Parameters<typeof ruleChecker>[1], text = compose(mount)) =>
      ruleChecker('runtime/file-drift', surroundings)({ 'compose.yaml': text });
    quiet(running(start + 1, { status: 'exited' }));
    quiet(running(start + 1), compose('./other.conf:/etc/other.conf'));
    quiet(undefined);
  });
});
