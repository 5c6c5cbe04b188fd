import type { ComposeService } from '../../compose/project';
import { reveal } from '../../secret';
import { fixOf, replaceAt } from '../edits';
import { readText, textOf } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

export const noeviction: Rule = {
  code: 'redis/noeviction',
  severity: 'warning',
  summary: 'Redis may throw away what is queued.',
  explanation:
    "Langfuse's queue lives in Redis. With any `maxmemory-policy` but `noeviction`, Redis deletes keys when its memory is full, and the traces behind them are lost without an error. Write `--maxmemory-policy noeviction`.",
  *check(stack) {
    const used = new Set(stack.langfuseServices.map((service) => redisHost(stack, service)));
    const servers = stack.services('redis');
    for (const { name, command } of servers) {
      // Any other is the cache of another program.
      if (!used.has(name) && !(used.has(undefined) && servers.length === 1)) continue;
      const policy = /--maxmemory-policy[ =]([a-z-]+)/.exec(command?.value.map(reveal).join(' ') ?? '')?.[1];
      if (command === undefined || policy === undefined || policy === 'noeviction') continue;
      const { path, span } = command.origin;
      const written = /(--maxmemory-policy["']?[\s,=-]+["']?)([a-z]+-[a-z-]+)/.exec(
        textOf(stack, command.origin),
      );
      const start = written === null ? span.start : span.start + written.index + (written[1]?.length ?? 0);
      const place = {
        path,
        span: written === null ? span : { start, end: start + (written[2]?.length ?? 0) },
      };
      yield {
        at: place,
        message: `With this policy ${name} deletes what is queued when its memory is full, and traces are lost. Use noeviction.`,
        fixes: written === null ? [] : fixOf('Use noeviction', [replaceAt(place, 'noeviction')]),
      };
    }
  },
};

/** Undefined where it is not known. */
function redisHost(stack: StackContext, service: ComposeService): string | undefined {
  const address = readText(stack, service, 'REDIS_CONNECTION_STRING');
  if (address === undefined) return readText(stack, service, 'REDIS_HOST');
  return /^rediss?:\/\/(?:[^@/]*@)?([^:/?#]+)/.exec(address)?.[1];
}
