import { startProcess } from '../host/processGroup';
import { repositoryFolder } from '../host/vsix';
import type { Counts } from './counts';
import { readMochaSummary } from './counts';
import type { Need } from './preparations';

export interface Suite {
  /** As `--only` names it. */
  readonly id: string;
  readonly title: string;
  readonly needs: readonly Need[];
  /** For the run itself; what it needs is ready by then. */
  readonly limitSeconds: number;
  /** Tells what it does. Throws, with a sentence for the reader, when it cannot be done at all. */
  run(surroundings: Surroundings): Promise<Counts>;
}

export interface Surroundings {
  /** For the suite's programs: with what it needs, they find it here. */
  readonly env: NodeJS.ProcessEnv;
  /** Aborts when the suite's time is over. */
  readonly signal: AbortSignal;
  /** Takes what the suite has to tell, in pieces of any length. */
  readonly print: (text: string) => void;
}

/** Runs checks side by side, each counted as one test. A check returns a remark, or nothing. */
export async function runChecks(
  checks: Readonly<Record<string, () => Promise<string | undefined>>>,
  { print }: Pick<Surroundings, 'print'>,
): Promise<Counts> {
  const isGood = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        const remark = await check();
        print(`  ✔ ${name}${remark === undefined ? '' : `: ${remark}`}\n`);
        return true;
      } catch (error) {
        print(`  ✘ ${name}\n${error instanceof Error ? error.message : String(error)}\n`);
        return false;
      }
    }),
  );
  const passed = isGood.filter(Boolean).length;
  return { passed, failed: isGood.length - passed, skipped: 0 };
}

/** Runs Node in the repository on something that prints mocha's summary at its end. */
export async function runMocha(
  args: readonly string[],
  { env, signal, print }: Surroundings,
): Promise<Counts> {
  const child = startProcess(process.execPath, args, {
    cwd: repositoryFolder,
    env,
    signal,
    onOutput: print,
  });
  const code = await child.exited;
  const counts = readMochaSummary(child.output());
  if (counts === undefined) throw new Error(`The tests ended with code ${code} and counted nothing.`);
  if (counts.passed + counts.failed === 0) throw new Error('No test ran.');
  if (code !== 0 && counts.failed === 0)
    throw new Error(`Every test passed, yet the run ended with code ${code}.`);
  return counts;
}
