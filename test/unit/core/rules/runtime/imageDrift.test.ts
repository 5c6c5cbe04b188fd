import assert from 'node:assert/strict';
import { container } from '../../../support/builders';
import { ruleChecker } from '../../../support/checkRule';

suite('runtime/image-drift', () => {
  const running = (image: string, more = {}) => ({
    engine: { containers: [container('db', { image, ...more })], volumes: [] },
  });
  const compose = 'services:\n  db:\n    image: «postgres:17.6»\n';
  const quiet = compose.replace(/[«»]/g, '');

  test('marks an image that the container does not run', () => {
    const { findings } = ruleChecker(
      'runtime/image-drift',
      running('postgres:17.5'),
    )({ 'compose.yaml': compose });
    assert.equal(findings[0]!.message, 'db still runs postgres:17.5. Run Up to change it to postgres:17.6.');
  });
  test('of several containers the newest counts', () => {
    const containers = [
      container('db', { image: 'postgres:17.5', startedAt: '2026-01-01T00:00:00Z' }),
      container('db', { image: 'postgres:17.6', startedAt: '2026-02-01T00:00:00Z' }),
      container('db', { image: 'postgres:17.4', startedAt: '2026-03-01T00:00:00Z', status: 'removing' }),
    ];
    ruleChecker('runtime/image-drift', { engine: { containers, volumes: [] } })({ 'compose.yaml': quiet });
  });
  test('nothing is said of the same image, of one known by its digest, and without an engine', () => {
    ruleChecker('runtime/image-drift', running('postgres:17.6'))({ 'compose.yaml': quiet });
    ruleChecker('runtime/image-drift', running('sha256:0123'))({ 'compose.yaml': quiet });
    ruleChecker('runtime/image-drift')({ 'compose.yaml': quiet });
  });
});
