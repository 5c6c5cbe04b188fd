import { join, resolve } from 'node:path';
import { runProcess } from './processGroup';

export const repositoryFolder = resolve(import.meta.dirname, '../..');

/** Builds the extension as it is shipped and packages it. Returns the path of the VSIX. */
export async function packageExtension(
  out = join(repositoryFolder, 'dist/langfuse-stack.vsix'),
): Promise<string> {
  await runProcess(process.execPath, [vsce, 'package', '--no-dependencies', '--out', out], {
    cwd: repositoryFolder,
  });
  return out;
}

/** The paths inside the package, as `vsce` would put them there. */
export async function listPackagedFiles(): Promise<readonly string[]> {
  const listing = await runProcess(process.execPath, [vsce, 'ls', '--no-dependencies'], {
    cwd: repositoryFolder,
  });
  return listing.split('\n').filter((line) => line !== '' && !line.includes(' '));
}

const vsce = join(repositoryFolder, 'node_modules/@vscode/vsce/vsce');
