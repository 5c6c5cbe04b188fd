import { loadStack } from '../../src/adapters/stackFiles';
import { checkStack } from '../../src/core/check';
import { badInputs } from '../robust/badInputs';
import { inFolder } from './stacks';

/** Up to the limit of a file, and one beyond it. */
const MEGABYTES = [1, 2, 4, 8];

/** Prints what a check of each bad input costs; the same number in every column is time linear in the size. */
export async function printBadInputs(): Promise<void> {
  const width = Math.max(...badInputs.map(({ name }) => name.length));
  console.log(`${''.padEnd(width)}  ${MEGABYTES.map((size) => `${size} MB`.padStart(8)).join('')}`);
  for (const { name, make } of badInputs) {
    const cells: string[] = [];
    for (const size of MEGABYTES) {
      const perMegabyte = (await timeOf(make(size * 1_000_000))) / size;
      cells.push(perMegabyte.toFixed(0).padStart(8));
    }
    console.log(`${name.padEnd(width)}  ${cells.join('')}`);
  }
}

async function timeOf(files: Readonly<Record<string, string>>): Promise<number> {
  return inFolder(files, async (folder) => {
    const start = performance.now();
    checkStack(await loadStack(folder, { environment: {} }));
    return performance.now() - start;
  });
}
