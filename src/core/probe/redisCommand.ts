import { reveal } from '../secret';
import type { Value } from '../secret';
import type { Login } from './consumer';
import type { Execution } from './probe';

/** A command, sent as a consumer would. */
export function redisCommand(
  container: string,
  { host, port, user, password }: Login,
  words: readonly string[],
): Execution {
  const hasPassword = reveal(password) !== '';
  return {
    container,
    argv: [
      // The container may have the server's own password in its environment, which is not the consumer's.
      ...(hasPassword ? [] : ['env', '-u', 'REDISCLI_AUTH']),
      'redis-cli',
      '-h',
      host,
      '-p',
      String(port),
      ...(user === '' ? [] : ['--user', user]),
      ...words,
    ],
    environment: new Map<string, Value>(hasPassword ? [['REDISCLI_AUTH', password]] : []),
  };
}
