import { homedir } from 'node:os';
import type { EndpointSources } from '../adapters/dockerEndpoint';
import type { CliIo } from './command';
import { UsageError } from './command';

/** The only operand of a command that works on one stack. Throws a UsageError. */
export function oneFolder(positionals: readonly string[]): string {
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length > 0) throw new UsageError('Name one folder.');
  return folder;
}

/** Where the command's process would find its engine. */
export function endpointSources({ environment }: CliIo): EndpointSources {
  return { environment, homeFolder: homedir(), platform: process.platform };
}

/** A whole number of seconds, 0 or more. Throws a UsageError. */
export function seconds(option: string, value: string): number {
  if (!/^\d{1,6}$/.test(value))
    throw new UsageError(`--${option} takes a number of seconds, not "${value}".`);
  return Number(value);
}
