import { checkCommand } from './cli/check';
import { effectiveCommand } from './cli/effective';
import { planCommand } from './cli/plan';
import { probeCommand } from './cli/probe';
import { secretsCommand } from './cli/secrets';
import type { CliCommand, CliIo } from './cli/command';
import { UsageError } from './cli/command';
import { UserError } from './core/userError';

const COMMANDS: ReadonlyMap<string, CliCommand> = new Map([
  ['check', checkCommand],
  ['effective', effectiveCommand],
  ['probe', probeCommand],
  ['plan', planCommand],
  ['secrets', secretsCommand],
]);

const USAGE = `Usage: langfuse-stack COMMAND [OPTION…] FOLDER…

${[...COMMANDS].map(([name, { usage, summary }]) => `  ${name} ${usage}\n      ${summary}`).join('\n')}
`;

/** What a shell reports for a program that SIGINT ended. */
const STOPPED = 130;

/**
 * Runs one command. Returns the exit code: 0 good, 1 findings or a failed probe, 2 wrong usage or unreadable, 130
 * stopped. Throws on a defect of our own only.
 */
export async function main(argv: readonly string[], io: CliIo): Promise<number> {
  const [name, ...rest] = argv;
  if (name === '--help' || name === '-h' || name === 'help') {
    io.stdout(USAGE);
    return 0;
  }
  const command = name === undefined ? undefined : COMMANDS.get(name);
  if (command === undefined) {
    io.stderr(name === undefined ? USAGE : `There is no command "${name}".\n\n${USAGE}`);
    return 2;
  }
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
    if (error instanceof UsageError) {
      io.stderr(`${error.message}\nUsage: langfuse-stack ${name ?? ''} ${command.usage}\n`);
      return 2;
    }
    if (error instanceof UserError) {
      io.stderr(`${error.message}\n`);
      return 2;
    }
    throw error;
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

if (require.main === module) {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const io: CliIo = {
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    environment: process.env,
    signal: stop.signal,
  };
  // A reader such as `head` may have seen enough; what it leaves unread is no failure of the command.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  // exitCode, not exit(): a pipe that is still draining must get the whole report.
  main(process.argv.slice(2), io).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      io.stderr(`langfuse-stack failed by a defect of its own. Please report this:\n${describe(error)}\n`);
      process.exitCode = 3;
    },
  );
}
