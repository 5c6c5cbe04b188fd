import type { Duplex } from 'node:stream';
import type Dockerode from 'dockerode';
import type { DockerConnection } from './dockerConnection';
import { DockerError } from './dockerError';
import { demultiplex } from './dockerStreams';
import type { OutputChunk } from './dockerStreams';

export interface ExecOptions {
  /** `NAME=value`. Secrets go here, never into the arguments: those are visible to every process. */
  readonly environment?: readonly string[];
  readonly user?: string;
  readonly signal: AbortSignal;
}

export interface ExecResult {
  /** 126 or 127 when the program could not be run; stdout then holds the runtime's complaint. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program in a container, without a shell, and waits for its end. Aborting stops the waiting, not the
 * program: the engine has no way to end one.
 */
export async function runProgram(
  connection: DockerConnection,
  containerId: string,
  argv: readonly string[],
  options: ExecOptions,
): Promise<ExecResult> {
  const { signal } = options;
  const exec = await createExec(connection, containerId, argv, { ...options, hasInput: false });
  const chunks = await connection.open(signal, (_, abortSignal) =>
    exec.start({ Detach: false, Tty: false, abortSignal }),
  );
  const output: Record<OutputChunk['stream'], Buffer[]> = { stdout: [], stderr: [] };
  for await (const { stream, data } of demultiplex(chunks)) output[stream].push(data);
  const { ExitCode } = await connection.request(signal, (_, abortSignal) => exec.inspect({ abortSignal }));
  if (ExitCode === null)
    throw new DockerError('refused', 'Docker lost sight of a program that it ran. Try again.');
  return {
    exitCode: ExitCode,
    stdout: Buffer.concat(output.stdout).toString('utf8'),
    stderr: Buffer.concat(output.stderr).toString('utf8'),
  };
}

/**
 * Starts a program in a container, without a shell. What is written goes to its input; what is read are the frames of
 * both its outputs. Destroying the stream closes the program's input. The signal counts until it has started.
 */
export async function openProgram(
  connection: DockerConnection,
  containerId: string,
  argv: readonly string[],
  options: ExecOptions,
): Promise<Duplex> {
  const exec = await createExec(connection, containerId, argv, { ...options, hasInput: true });
  return connection.request(options.signal, async (_, abortSignal) => {
    const stream = await exec.start({ Detach: false, Tty: false, hijack: true, stdin: true, abortSignal });
    // An error before anyone reads would end this process; whoever reads later gets it all the same.
    stream.on('error', () => undefined);
    if (abortSignal.aborted) stream.destroy();
    return stream;
  });
}

function createExec(
  connection: DockerConnection,
  containerId: string,
  argv: readonly string[],
  { environment = [], user, signal, hasInput }: ExecOptions & { readonly hasInput: boolean },
): Promise<Dockerode.Exec> {
  return connection.request(signal, (docker, abortSignal) =>
    docker.getContainer(containerId).exec({
      Cmd: [...argv],
      Env: [...environment],
      User: user,
      ...(hasInput && { AttachStdin: true }),
      AttachStdout: true,
      AttachStderr: true,
      abortSignal,
    }),
  );
}
