import { join } from 'node:path';
import { runProcess } from '../host/processGroup';
import { packagePath, repositoryFolder } from '../host/vsix';
import { checkCompileCache, checkWrongFolder } from './builtCli';
import type { Counts } from './counts';
import type { Suite, Surroundings } from './suite';
import { runChecks, runMocha } from './suite';
import { checkVsixContent } from './vsixContent';

const mocha = 'node_modules/mocha/bin/mocha.js';

/**
 * In the order in which they begin. Those on an engine are a queue of their own beside the others: they mostly
 * wait. Cheap ones first: while they run, the machine gets ready for the others.
 */
export const allSuites: readonly Suite[] = [
  {
    id: 'static',
    title: 'Types, lint, format',
    needs: [],
    limitSeconds: 300,
    run: (surroundings) =>
      runChecks(
        {
          types: () => check(surroundings, 'typescript/bin/tsc', '--noEmit'),
          lint: () => check(surroundings, 'eslint/bin/eslint.js', '.', '--max-warnings=0'),
          format: () => check(surroundings, 'prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'),
        },
        surroundings,
      ),
  },
  {
    id: 'unit',
    title: 'Unit tests',
    needs: [],
    limitSeconds: 120,
    run: (surroundings) =>
      runMocha([mocha, '--config', 'test/unit/mocharc.json', '--forbid-only'], surroundings),
  },
  {
    id: 'robust',
    title: 'Bad input and random texts',
    needs: [],
    limitSeconds: 120,
    run: (surroundings) =>
      runMocha([mocha, '--config', 'test/robust/mocharc.json', '--forbid-only'], surroundings),
  },
  {
    id: 'build',
    title: 'The package',
    needs: ['package'],
    limitSeconds: 120,
    run: (surroundings) =>
      runChecks(
        {
          'the package holds what it should': () => checkVsixContent(packagePath),
          'the command line keeps its compiled code': () => checkCompileCache().then(() => undefined),
          'the command line takes a wrong folder for a mistake': () =>
            checkWrongFolder().then(() => undefined),
        },
        surroundings,
      ),
  },
  {
    id: 'clickhouse',
    title: 'The embedded ClickHouse',
    needs: ['clickhouse'],
    limitSeconds: 120,
    run: (surroundings) => runMocha([mocha, '--config', 'test/clickhouse/mocharc.json'], surroundings),
  },
  {
    id: 'integration-floor',
    title: 'Inside VS Code, the oldest supported version',
    // The package first: a build for these tests goes to the same folder.
    needs: ['package', 'vscode', 'clickhouse'],
    limitSeconds: 300,
    run: (surroundings) => runMocha(['--import', 'tsx', 'test/integration/main.ts', 'floor'], surroundings),
  },
  {
    id: 'integration-latest',
    title: 'Inside VS Code, the newest version',
    // The package first: a build for these tests goes to the same folder.
    needs: ['package', 'vscode', 'clickhouse'],
    limitSeconds: 300,
    run: (surroundings) => runMocha(['--import', 'tsx', 'test/integration/main.ts', 'latest'], surroundings),
  },
  {
    id: 'e2e',
    title: 'In a browser',
    needs: ['package', 'vscode', 'clickhouse'],
    limitSeconds: 300,
    run: (surroundings) => runInBrowser('test/e2e/mocharc.json', surroundings),
  },
  {
    id: 'stack',
    title: 'The sample stack on a real Docker Engine',
    needs: ['engine'],
    limitSeconds: 1200,
    run: (surroundings) => runMocha([mocha, '--config', 'test/stack/mocharc.json'], surroundings),
  },
  {
    id: 'doctor',
    title: 'What the doctor says of every break, on a real Docker Engine',
    needs: ['engine'],
    limitSeconds: 900,
    run: (surroundings) => runMocha([mocha, '--config', 'test/doctor/mocharc.json'], surroundings),
  },
  {
    id: 'stack-oldest',
    title: 'The life of a stack on the oldest supported Docker Engine',
    needs: ['oldest-engine'],
    limitSeconds: 300,
    run: (surroundings) => runMocha([mocha, '--config', 'test/stack/oldest/mocharc.json'], surroundings),
  },
  {
    id: 'e2e-engine',
    title: 'In a browser, on a real Docker Engine',
    needs: ['package', 'vscode', 'second-engine'],
    limitSeconds: 900,
    run: (surroundings) => runInBrowser('test/e2e/engine/mocharc.json', surroundings),
  },
  {
    id: 'compose',
    title: 'Read as docker compose reads it',
    needs: ['compose'],
    limitSeconds: 300,
    run: (surroundings) => runMocha([mocha, '--config', 'test/compose/mocharc.json'], surroundings),
  },
];

function runInBrowser(config: string, surroundings: Surroundings): Promise<Counts> {
  const env = { ...surroundings.env, LANGFUSE_STACK_VSIX: packagePath };
  return runMocha([mocha, '--config', config], { ...surroundings, env });
}

async function check({ env, signal }: Surroundings, program: string, ...args: string[]): Promise<undefined> {
  await runProcess(process.execPath, [join('node_modules', program), ...args], {
    cwd: repositoryFolder,
    env,
    signal,
  });
}
