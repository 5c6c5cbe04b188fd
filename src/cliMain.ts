import type { CliIo } from './cli/command';
import { main } from './cli/main';

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

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
