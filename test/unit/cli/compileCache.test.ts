import assert from 'node:assert/strict';
import { join } from 'node:path';
import { compileCacheFolder } from '../../../src/cli/compileCache';

suite('where compiled code is kept', () => {
  const environment = { XDG_CACHE_HOME: '/caches' };
  const folder = (...argv: string[]) => compileCacheFolder(argv, environment);

  test('each quick command has a folder of its own', () => {
    assert.equal(folder('check', '.'), join('/caches', 'langfuse-stack', 'compiled', 'check'));
    assert.notEqual(folder('effective', '.'), folder('check', '.'));
  });
  test('what is slow anyway, and what only prints help, has none', () => {
    for (const argv of [
      [],
      ['--version'],
      ['probe', '.'],
      ['../check', '.'],
      ['check', '--help'],
      ['check', '-h'],
    ])
      assert.equal(folder(...argv), undefined, argv.join(' '));
  });
  test("Node's own switch turns it off", () => {
    const switchedOff = { ...environment, NODE_DISABLE_COMPILE_CACHE: '1' };
    assert.equal(compileCacheFolder(['check', '.'], switchedOff), undefined);
  });
});
