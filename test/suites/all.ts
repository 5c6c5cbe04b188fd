import { join } from 'node:path';
import { runProcess } from '../host/processGroup';
import { packageExtension, repositoryFolder } from '../host/vsix';
import { checkCompileCache } from './builtCli';
import type { Suite, Surroundings } from './suite';
import { runChecks, runMocha } from './suite';
import { checkVsixContent } from './vsixContent';

const mocha = 'node_modules/mocha/bin/mocha.js';

/** Cheap ones first: while they run, the machine gets ready for the others. */
export const allSuites: readonly Suite[] = [
  {
    id: 'static',
    title: 'Types, lint, format',
    needs: [],
    limitSeconds: 300,
    run: (surroundings) =>
      runChecks({
        types: () => check(surroundings, 'typescript/bin/tsc', '--noEmit'),
        lint: () => check(surroundings, 'eslint/bin/eslint.js', '.', '--max-warnings=0'),
        format: () => check(surroundings, 'prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'),
      }),
  },
  {
    id: 'unit',
    title: 'Unit tests',
    needs: [],
    limitSeconds: 60,
    run: (surroundings) =>
      runMocha([mocha, '--config', 'test/unit/mocharc.json', '--forbid-only'], surroundings),
  },
  {
    id: 'robust',
    title: 'Bad input and random texts',
    needs: [],
    limitSeconds: 60,
    run: (surroundings) =>
      runMocha([mocha, '--config', 'test/robust/mocharc.json', '--forbid-only'], surroundings),
  },
  {
    id: 'build',
    title: 'Build and package',
    needs: [],
    limitSeconds: 120,
    run: () => {
      const packaged = packageExtension();
      return runChecks({
        'the extension is packaged': () => packaged.then(() => undefined),
        'the package holds what it should': async () => checkVsixContent(await packaged),
        'the command line keeps its compiled code': async () => {
          await packaged;
          await checkCompileCache();
        },
      });
    },
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
    needs: ['vscode', 'clickhouse'],
    limitSeconds: 300,
    run: (surroundings) => runMocha(['--import', 'tsx', 'test/integration/main.ts', 'floor'], surroundings),
  },
  {
    id: 'integration-latest',
    title: 'Inside VS Code, the newest version',
    needs: ['vscode', 'clickhouse'],
    limitSeconds: 300,
    run: (surroundings) => runMocha(['--import', 'tsx', 'test/integration/main.ts', 'latest'], surroundings),
  },
  {
    id: 'e2e',
    title: 'In a browser',
    needs: ['vscode', 'clickhouse'],
    limitSeconds: 300,
    run: (surroundings) => runInBrowser('test/e2e/mocharc.json', surroundings),
  },
  {
    id: 'compose',
    title: 'Read as docker compose reads it',
    // For the plugin that comes with it; no engine is called.
    needs: ['engine'],
    limitSeconds: 300,
    run: (surroundings) => runMocha([mocha, '--config', 'test/compose/mocharc.json'], surroundings),
  },
  {
    id: 'stack',
    title: 'The sample stack on a real Docker Engine',
    needs: ['engine'],
    limitSeconds: 600,
    run: (surroundings) => runMocha([mocha, '--config', 'test/stack/mocharc.json'], surroundings),
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
    needs: ['vscode', 'engine'],
    limitSeconds: 900,
    run: (surroundings) => runInBrowser('test/e2e/engine/mocharc.json', surroundings),
  },
];

/** Packages first: the suite may run alone, and must not test what an earlier build left. */
async function runInBrowser(config: string, { env, signal }: Surroundings): ReturnType<Suite['run']> {
  const packaged = await packageExtension();
  return runMocha([mocha, '--config', config], { env: { ...env, LANGFUSE_STACK_VSIX: packaged }, signal });
}

async function check(surroundings: Surroundings, program: string, ...args: string[]): Promise<undefined> {
  await runProcess(process.execPath, [join('node_modules', program), ...args], {
    cwd: repositoryFolder,
    ...surroundings,
  });
}
