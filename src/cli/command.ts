import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';

/** What a command may touch of the process it runs in. */
export interface CliIo {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** The process environment: compose lets it win over `.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborts on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
}

export interface CliCommand {
  /** Options and operands, as printed behind the command's name. */
  readonly usage: string;
  readonly summary: string;
  /** Resolves to the exit code. */
  readonly run: (args: readonly string[], io: CliIo) => Promise<number>;
}

/** Wrong options or operands; the message says which. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** `parseArgs` with operands, whose complaints become UsageErrors. */
export function parseCliArgs<T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: T,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The value if it is one of the allowed words. Throws a UsageError otherwise. */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === value);
  if (found === undefined) throw new UsageError(`--${option} takes ${allowed.join(', ')}, not "${value}".`);
  return found;
}
