import { loadStack } from '../../src/adapters/stackFiles';
import { checkStack } from '../../src/core/check';
import { badInputs } from '../robust/badInputs';
import { median } from './measure';
import { inFolder } from './stacks';

/** Up to the limit of a file, and one beyond it. */
const MEGABYTES = [1, 2, 4, 8];
const RUNS = 1;

/** What a check of each bad input costs at each size; the same number in every column is time linear in the size. */
export async function badInputTable(): Promise<string> {
  const width = Math.max(...badInputs.map(({ name }) => name.length));
  const lines = [`${''.padEnd(width)}  ${MEGABYTES.map((size) => `${size} MB`.padStart(8)).join('')}`];
  for (const { name, make } of badInputs) {
    const cells: string[] = [];
    for (const size of MEGABYTES) {
      const perMegabyte = (await timeOf(make(size * 1_000_000))) / size;
      cells.push(perMegabyte.toFixed(0).padStart(8));
    }
    lines.push(`${name.padEnd(width)}  ${cells.join('')}`);
  }
  return lines.join('\n');
}

async function timeOf(files: Readonly<Record<string, string>>): Promise<number> {
  return inFolder(files, async (folder) => {
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const start = performance.now();
      checkStack(await loadStack(folder, { environment: {} }));
      times.push(performance.now() - start);
    }
    return median(times);
  });
}
