import { readFile, readdir } from 'node:fs/promises';
import { run } from '../../../stack/run';

/** The words of every program that runs on this machine now, each program's in one line. */
export async function processArguments(): Promise<readonly string[]> {
  if (process.platform !== 'linux') return (await run('ps', ['-A', '-o', 'args'])).split('\n');
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    // It may have ended since.
    ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')),
  );
  return found.filter((text) => text !== '').map((text) => text.replaceAll('\0', ' ').trim());
}
