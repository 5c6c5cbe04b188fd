import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryFolder } from '../../host/vsix';
import { drivenCommands } from '../drivenCommands';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

/** A command that no browser test runs is not tested as its operator uses it. */
export const mochaHooks = {
  async afterAll(this: Mocha.Context): Promise<void> {
    // Of a part of the tests, or of tests that failed, nothing can be expected.
    if (!hasPassed(this.test?.parent)) return;
    const manifest = await readFile(join(repositoryFolder, 'package.json'), 'utf8');
    const { commands } = (JSON.parse(manifest) as Manifest).contributes;
    const idle = commands.map(({ command }) => command).filter((id) => !drivenCommands.has(id));
    assert.deepEqual(idle, [], 'No browser test runs these commands.');
  },
};

function hasPassed(suite: Mocha.Suite | undefined): boolean {
  const tests: Mocha.Test[] = [];
  suite?.eachTest((test) => tests.push(test));
  return tests.every((test) => test.state === 'passed' || test.isPending());
}
