import { join, resolve } from 'node:path';
import { runProcess } from './processGroup';

export const repositoryFolder = resolve(import.meta.dirname, '../..');

/** Where the package of the extension is made. */
export const packagePath = join(repositoryFolder, 'dist/langfuse-stack.vsix');

/** Builds the extension as it is shipped and packages it. Returns the path of the VSIX. */
export async function packageExtension(): Promise<string> {
  await runProcess('npm', ['run', '--silent', 'package'], { cwd: repositoryFolder });
  return packagePath;
}
