import type { ComposeProject } from '../core/compose/project';
import { redactor } from '../core/secrets/redact';
import { describeComposeFailure, readComposeFailure } from '../core/stack/composeFailure';
import type { ComposeFailure } from '../core/stack/composeFailure';
import { UserError } from '../core/userError';
import { ProgramMissingError, runProcess } from './childProcess';
import type { DockerEngine } from './docker';
import type { LoadedStack } from './stackFiles';

/** `docker compose` failed; the message says what to do. */
export class ComposeError extends UserError {
  constructor(
    readonly failure: ComposeFailure,
    message: string,
  ) {
    super(message);
  }
}

export interface ComposeCliOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Asked who holds a port that is taken. */
  readonly engine: Pick<DockerEngine, 'findPublishers'>;
  readonly program?: string;
  readonly graceMs?: number;
}

const KEPT_LINES = 200;

/** Runs `docker compose` in a stack's folder, where it finds the same files that we read. */
export class ComposeCli {
  constructor(private readonly options: ComposeCliOptions) {}

  /**
   * Yields compose's progress, one line at a time, and returns its stdout. Throws a ComposeError when it fails. Compose
   * repeats values of the files when it complains: the stack's secrets are redacted in the lines and in the error, not
   * in stdout. Aborting ends the command, not the containers that it has started, and throws the signal's reason.
   */
  async *run(
    { folder, project }: Pick<LoadedStack, 'folder' | 'project'>,
    args: readonly string[],
    signal: AbortSignal,
  ): AsyncGenerator<string, string> {
    const { environment, graceMs, program = 'docker' } = this.options;
    const running = runProcess(
      program,
      ['compose', '--project-directory', folder, '--ansi', 'never', '--progress', 'plain', ...args],
      { folder, environment, signal, ...(graceMs === undefined ? {} : { graceMs }) },
    );
    const redact = redactor(project);
    const lines: string[] = [];
    try {
      for (;;) {
        const next = await running.next();
        if (next.done === true) {
          if (next.value.exitCode === 0) return next.value.stdout;
          throw await this.failure(readComposeFailure(lines), project, signal);
        }
        const line = redact(next.value.trim());
        if (line === '') continue;
        lines.push(line);
        if (lines.length > KEPT_LINES) lines.shift();
        yield line;
      }
    } catch (error) {
      if (!(error instanceof ProgramMissingError)) throw error;
      throw await this.failure({ kind: 'docker-missing' }, project, signal);
    } finally {
      // Reached without an end when the reader stops reading: the program must not go on alone.
      await running.return({ exitCode: undefined, stdout: '' });
    }
  }

  private async failure(
    failure: ComposeFailure,
    { services }: ComposeProject,
    signal: AbortSignal,
  ): Promise<ComposeError> {
    const context =
      failure.kind === 'port-taken'
        ? {
            holder: await this.holderOf(failure.port, signal),
            wantedBy: publisherOf(failure.port, services),
          }
        : { image: failure.kind === 'pull-failed' ? imageOf(failure.service, services) : undefined };
    return new ComposeError(failure, describeComposeFailure(failure, context));
  }

  /** Undefined when no container publishes the port, and when the engine does not say. */
  private async holderOf(port: number, signal: AbortSignal): Promise<string | undefined> {
    try {
      return (await this.options.engine.findPublishers(port, signal))[0]?.name;
    } catch (error) {
      // The failure to explain is compose's; that this question failed too adds nothing.
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }
}

type Services = ComposeProject['services'];

function publisherOf(port: number, services: Services): string | undefined {
  return [...services.values()].find(
    ({ isActive, ports }) => isActive && ports.some(({ published }) => published === port),
  )?.name;
}

function imageOf(service: string | undefined, services: Services): string | undefined {
  return service === undefined ? undefined : services.get(service)?.image?.value;
}
