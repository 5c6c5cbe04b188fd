import assert from 'node:assert/strict';
import {
  formatVersion,
  imageVersion,
  isOlder,
  langfuseMajor,
  parseRelease,
  parseVersion,
} from '../../../../src/core/langfuse/versions';

suite('versions', () => {
  const parsed = (tag: string) => {
    const version = parseVersion(tag);
    return version && formatVersion(version);
  };
  const isOlderTag = (a: string, b: string) => isOlder(parseVersion(a)!, parseVersion(b)!);

  test('reads tags as far as they tell', () => {
    assert.deepEqual(['3', 'v3.225.4', '17.6-alpine', '24.3.1.2672'].map(parsed), [
      '3',
      '3.225.4',
      '17.6',
      '24.3.1',
    ]);
  });
  test('a release is a whole version', () => {
    assert.deepEqual(['3.225.4', 'v3.225.4', ' 3.0.0 '].map(parseRelease), ['3.225.4', '3.225.4', '3.0.0']);
    assert.deepEqual(
      ['3', '3.225', 'latest', '3.225.4-rc.1', ''].map(parseRelease),
      Array(5).fill(undefined),
    );
  });
  test('words are no versions', () => {
    assert.deepEqual(
      ['latest', 'main', 'RELEASE.2025-09-07T16-13-09Z', '', '3x'].map(parsed),
      Array(5).fill(undefined),
    );
  });
  test('compares numbers, not letters', () => {
    assert.ok(isOlderTag('24.3', '24.12'));
    assert.ok(isOlderTag('3.9.1', '3.10.0'));
    assert.ok(!isOlderTag('25.12', '25.12'));
  });
  test('a tag that may stand for the newer one is not older', () => {
    assert.ok(!isOlderTag('24', '24.3'));
    assert.ok(!isOlderTag('24.3', '24.3.9'));
    assert.ok(isOlderTag('24', '25.12'));
  });
  test('latest of Langfuse is version 4, a digest alone is unknown', () => {
    assert.equal(langfuseMajor('langfuse/langfuse'), 4);
    assert.equal(langfuseMajor('ghcr.io/langfuse/langfuse:latest'), 4);
    assert.equal(langfuseMajor('langfuse/langfuse:3.225.4'), 3);
    assert.equal(langfuseMajor('langfuse/langfuse@sha256:abc'), undefined);
    assert.equal(langfuseMajor('langfuse/langfuse:main'), undefined);
  });
  test('the port of a registry is no tag', () => {
    assert.equal(imageVersion('localhost:5000/clickhouse'), undefined);
  });
});
