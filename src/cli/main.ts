import { version } from '../../package.json';
import type { CliCommand, CliIo } from './command';

/** Each is loaded when it is called: a check in CI should not wait for what talks to Docker. */
const COMMANDS: ReadonlyMap<string, () => Promise<CliCommand>> = new Map([
  ['check', async () => (await import('./check')).checkCommand],
  ['effective', async () => (await import('./effective')).effectiveCommand],
  ['probe', async () => (await import('../cliEngine')).probeCommand],
  ['doctor', async () => (await import('../cliEngine')).doctorCommand],
  ['plan', async () => (await import('../cliEngine')).planCommand],
  ['secrets', async () => (await import('../cliEngine')).secretsCommand],
]);

async function describeCommands(): Promise<string> {
  const lines: string[] = [];
  for (const [name, load] of COMMANDS) {
    const { usage, summary } = await load();
    lines.push(`  ${name} ${usage}\n      ${summary}\n`);
  }
  return `Usage: langfuse-stack COMMAND [OPTION…] FOLDER…\n\n${lines.join('')}`;
}

/** What a shell reports for a program that SIGINT ended. */
const STOPPED = 130;

/**
 * Runs one command. Returns the exit code: 0 good, 1 findings or a failed probe, 2 wrong usage or unreadable, 130
 * stopped. Throws on a defect of our own only.
 */
export async function main(argv: readonly string[], io: CliIo): Promise<number> {
  const [name, ...rest] = argv;
  if (name === '--help' || name === '-h' || name === 'help') {
    io.stdout(await describeCommands());
    return 0;
  }
  if (name === '--version') {
    io.stdout(`langfuse-stack ${version}\n`);
    return 0;
  }
  const load = name === undefined ? undefined : COMMANDS.get(name);
  if (load === undefined) {
    const complaint = name === undefined ? '' : `There is no command "${name}".\n\n`;
    io.stderr(complaint + (await describeCommands()));
    return 2;
  }
  const command = await load();
  if (rest.includes('--help') || rest.includes('-h')) {
    io.stdout(`Usage: langfuse-stack ${name ?? ''} ${command.usage}\n${command.summary}\n`);
    return 0;
  }
  try {
    return await command.run(rest, io);
  } catch (error) {
    if (io.signal.aborted) {
      io.stderr('Stopped.\n');
      return STOPPED;
    }
    if (isNamed('UsageError', error)) {
      io.stderr(`${error.message}\nUsage: langfuse-stack ${name ?? ''} ${command.usage}\n`);
      return 2;
    }
    if (isNamed('UserError', error)) {
      io.stderr(`${error.message}\n`);
      return 2;
    }
    throw error;
  }
}

/** Not by class: the commands that talk to Docker are a bundle of their own, with classes of their own. */
function isNamed(name: 'UsageError' | 'UserError', error: unknown): error is Error {
  return error instanceof Error && error.name === name;
}
