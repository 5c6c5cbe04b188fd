// npm test: every suite with all the set-up they need, those that share an engine beside the others. `npm test -- --help` says how to run a part.
import { parseArgs } from 'node:util';
import { allSuites } from './suites/all';
import type { Counts } from './suites/counts';
import { add, describeCounts, nothing, readFailures } from './suites/counts';
import { Preparations } from './suites/preparations';
import type { Need } from './suites/preparations';
import type { Suite } from './suites/suite';

const USAGE = `Usage: npm test -- [--only SUITE,...] [--without docker|oldest] [--images stand-ins|registry]

  --only      some suites of: ${allSuites.map((suite) => suite.id).join(', ')}
  --without   leaves out, on purpose, what needs a Docker Engine, or only what needs the oldest one
  --images    registry: the real Langfuse images instead of stand-ins
`;

const LEFT_OUT: Readonly<Record<string, readonly Need[]>> = {
  docker: ['engine', 'second-engine', 'oldest-engine'],
  oldest: ['oldest-engine'],
};

/** Downloads and image builds on a slow line. */
const PREPARATION_LIMIT_MS = 600_000;

interface Outcome {
  readonly suite: Suite;
  readonly counts: Counts;
  /** What it told, whole. */
  readonly output: string;
  readonly seconds: number;
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 2;
  const { suites, leftOut, images } = options;

  const preparations = new Preparations(images);
  const outcomes: Outcome[] = [];
  try {
    for (const need of new Set(suites.flatMap((suite) => suite.needs))) preparations.begin(need);
    const queues = QUEUES.map((engine) => suites.filter((suite) => engineOf(suite) === engine));
    const isAlone = queues.filter(({ length }) => length > 0).length < 2;
    await Promise.all(
      queues.map(async (queue) => {
        for (const suite of queue) outcomes.push(await runSuite(suite, preparations, isAlone));
      }),
    );
  } finally {
    await preparations.stop();
  }
  return summarise(outcomes, leftOut);
}

/** Undefined after a wrong usage, which is explained. */
function readOptions():
  { suites: readonly Suite[]; leftOut: readonly Suite[]; images: 'stand-ins' | 'registry' } | undefined {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string' },
        without: { type: 'string' },
        images: { type: 'string', default: 'stand-ins' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { help, images, only, without } = values;
    const wanted = only?.split(',') ?? allSuites.map((suite) => suite.id);
    const chosen = allSuites.filter((suite) => wanted.includes(suite.id));
    const unwanted = without === undefined ? [] : LEFT_OUT[without];
    const isRight = !help && chosen.length === wanted.length;
    if (isRight && unwanted !== undefined && (images === 'stand-ins' || images === 'registry')) {
      const isLeftOut = (suite: Suite): boolean => suite.needs.some((need) => unwanted.includes(need));
      return {
        suites: chosen.filter((suite) => !isLeftOut(suite)),
        leftOut: chosen.filter(isLeftOut),
        images,
      };
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  console.error(USAGE);
  return undefined;
}

/** Suites of one queue run one after the other, and beside those of the others: most of the time they wait. */
const QUEUES = [undefined, 'engine', 'second-engine'] as const;

function engineOf({ needs }: Suite): (typeof QUEUES)[number] {
  return QUEUES.find((engine) => engine !== undefined && needs.includes(engine));
}

/** The last suite on each engine, by its address: what shares one takes turns, also where both are the machine's own. */
const lastOn = new Map<string, Promise<unknown>>();

function inTurn<T>(engine: string, run: () => Promise<T>): Promise<T> {
  const turn = Promise.resolve(lastOn.get(engine)).then(run);
  lastOn.set(
    engine,
    turn.catch(() => undefined),
  );
  return turn;
}

/** What a suite tells is printed as it comes when it runs alone, else at its end, so that it stays in one piece. */
async function runSuite(suite: Suite, preparations: Preparations, isAlone: boolean): Promise<Outcome> {
  const heading = `\n=== ${suite.title} (${suite.id})\n`;
  const kept: string[] = [];
  if (isAlone) process.stdout.write(heading);
  else console.log(`... ${suite.id} begins`);
  const print = (text: string): void => {
    if (isAlone) process.stdout.write(text);
    kept.push(text);
  };
  const started = performance.now();
  const counts = await runToEnd(suite, preparations, print);
  if (!isAlone) process.stdout.write([heading, ...kept].join(''));
  return { suite, counts, output: kept.join(''), seconds: (performance.now() - started) / 1000 };
}

/** A suite that cannot run, or not to its end, is one failure. */
async function runToEnd(
  suite: Suite,
  preparations: Preparations,
  print: (text: string) => void,
): Promise<Counts> {
  let signal: AbortSignal | undefined;
  try {
    const env = await environmentFor(suite, preparations);
    const run = (): Promise<Counts> => {
      signal = AbortSignal.timeout(suite.limitSeconds * 1000);
      return suite.run({ env, signal, print });
    };
    return await (engineOf(suite) === undefined ? run() : inTurn(env['DOCKER_HOST'] ?? '', run));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    print(`  ✘ ${signal?.aborted === true ? `Stopped after ${suite.limitSeconds} s. ` : ''}${why}\n`);
    return { ...nothing, failed: 1 };
  }
}

async function environmentFor(suite: Suite, preparations: Preparations): Promise<NodeJS.ProcessEnv> {
  const ready = await withLimit(Promise.all(suite.needs.map((need) => preparations.ready(need))));
  return Object.assign({}, process.env, ...ready) as NodeJS.ProcessEnv;
}

/** Failures are told again: by then they lie thousands of lines back. */
function summarise(outcomes: readonly Outcome[], leftOut: readonly Suite[]): number {
  const inOrder = allSuites.flatMap((suite) => outcomes.filter((outcome) => outcome.suite === suite));
  for (const { suite, counts, output } of inOrder)
    if (counts.failed > 0) console.log(`\n=== What failed of ${suite.id}\n${readFailures(output)}`);
  console.log('\n=== Result');
  for (const { suite, counts, seconds } of inOrder)
    console.log(`  ${suite.id.padEnd(20)} ${describeCounts(counts)} in ${seconds.toFixed(0)} s`);
  for (const suite of leftOut) console.log(`  ${suite.id.padEnd(20)} left out, as --without asks`);
  const total = outcomes.map(({ counts }) => counts).reduce(add, nothing);
  console.log(`\n${describeCounts(total)}`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

async function withLimit<T>(work: Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(PREPARATION_LIMIT_MS);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () =>
      reject(new Error(`Getting the machine ready took over ${PREPARATION_LIMIT_MS / 1000} s.`)),
    );
  });
  return Promise.race([work, late]);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
