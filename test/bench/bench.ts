import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { DCLinter } from 'dclint';
import { parseDocument } from 'yaml';
import { loadStack } from '../../src/adapters/stackFiles';
import { checkStack } from '../../src/core/check';
import { printBadInputs } from './badInput';
import { medians } from './measure';
import type { StackTexts } from './stacks';
import { inFolder, largeCompose, readOfficialStack } from './stacks';
import { printTreeLatency } from './treeLatency';

/** One line of the table: what was measured, and whether it is as good as it has to be. */
interface Row {
  readonly what: string;
  readonly ratio: number;
  readonly wanted: string;
  readonly isMet: boolean;
}

interface Runs {
  readonly runs: number;
  readonly warmUp: number;
}

/** Prints what a check costs beside what others do with the same files, and more. Resolves to whether all limits are met. */
async function runBench(repository: string): Promise<boolean> {
  const official = readOfficialStack(repository);
  const large = { ...official, 'compose.yaml': largeCompose(1_000_000) };
  const rows = [
    ...(await compareCheck('official size', official, { runs: 101, warmUp: 200 })),
    ...(await compareCheck('1 MB', large, { runs: 7, warmUp: 3 })),
    ...(await compareColdStart(repository, official)),
  ];
  const width = Math.max(...rows.map(({ what }) => what.length));
  for (const { what, ratio, wanted, isMet } of rows) {
    const columns = [isMet ? 'ok    ' : 'MISSED', what.padEnd(width), ratio.toFixed(2).padStart(7)];
    console.log(`${columns.join('  ')}  (${wanted})`);
  }
  console.log('\nThe tree, beside an engine that answers at once:');
  const isFast = await printTreeLatency();
  console.log('\nBad input, in milliseconds per megabyte of it:');
  await printBadInputs();
  return isFast && rows.every(({ isMet }) => isMet);
}

/** A whole check, from the disk to the findings, beside a bare parse and beside another linter. */
async function compareCheck(size: string, files: StackTexts, runs: Runs): Promise<readonly Row[]> {
  return inFolder(files, async (folder) => {
    const check = async () => checkStack(await loadStack(folder, { environment: {} }));
    const bare = () => parseDocument(files['compose.yaml']);
    const parse = await medians({ check, bare }, runs);
    const linter = new DCLinter({ rules: {}, quiet: true, debug: false, exclude: [] });
    const lint = () => linter.lintFiles([join(folder, 'compose.yaml')], false);
    const other = await medians({ check, lint }, { runs: Math.max(3, Math.ceil(runs.runs / 5)), warmUp: 1 });
    return [
      atMost(`check : one bare yaml parse, ${size}`, parse.check / parse.bare, 2),
      atLeast(`dclint : check, ${size}`, other.lint / other.check, 20),
    ];
  });
}

/** The command line as it is shipped, process and all, beside compose reading the same folder. */
async function compareColdStart(repository: string, files: StackTexts): Promise<readonly Row[]> {
  return inFolder(files, async (folder) => {
    const compose = () => runToEnd('docker', ['compose', 'config', '-q'], folder);
    try {
      compose();
    } catch {
      console.log('docker compose is not here, so the cold start is not compared with it.');
      return [];
    }
    execFileSync(process.execPath, ['esbuild.js', '--production'], { cwd: repository, stdio: 'inherit' });
    const cli = join(repository, 'dist/cli.js');
    const check = () => runToEnd(process.execPath, [cli, 'check', folder], folder);
    const times = await medians({ check, compose }, { runs: 21, warmUp: 3 });
    return [
      atMost(
        `cold check on Node ${process.versions.node} : docker compose config -q`,
        times.check / times.compose,
        1,
      ),
    ];
  });
}

/** Findings end our process with 1, which is no failure here. */
function runToEnd(program: string, args: readonly string[], cwd: string): void {
  try {
    execFileSync(program, args, { cwd, stdio: 'ignore' });
  } catch (error) {
    const isFinding = program === process.execPath && error instanceof Error && 'status' in error;
    if (!isFinding || error.status !== 1) throw error;
  }
}

function atMost(what: string, ratio: number, limit: number): Row {
  return { what, ratio, wanted: `at most ${limit}`, isMet: ratio <= limit };
}

function atLeast(what: string, ratio: number, limit: number): Row {
  return { what, ratio, wanted: `at least ${limit}`, isMet: ratio >= limit };
}

void runBench(process.argv[2] ?? '.').then((isMet) => (process.exitCode = isMet ? 0 : 1));
