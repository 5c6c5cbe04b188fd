import { join, resolve } from 'node:path';
import { runProcess } from './processGroup';

export const repositoryFolder = resolve(import.meta.dirname, '../..');

/** Builds the extension as it is shipped and packages it. Returns the path of the VSIX. */
export async function packageExtension(): Promise<string> {
  await runProcess('npm', ['run', '--silent', 'package'], { cwd: repositoryFolder });
  return join(repositoryFolder, 'dist/langfuse-stack.vsix');
}
