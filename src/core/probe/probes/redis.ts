import type { Value } from '../../secret';
import { reveal } from '../../secret';
import { redisLogin } from '../consumer';
import { failed, notChecked, ok } from '../probe';
import type { ExecAnswer, Probe } from '../probe';
import type { Verdict } from '../probe';
import type { ProbeContext } from '../probeContext';
import { firstLine, hasNoProgram } from './execAnswer';

/** Layer 3: Redis lets the consumer in. */
export function redisProbes(context: ProbeContext): readonly Probe[] {
  const { consumer } = context;
  if (consumer === undefined) return [];
  const subject = { id: 'redis/login', layer: 3 } as const;
  const known = (verdict: Verdict): readonly Probe[] => [
    { ...subject, service: consumer.name, requires: [], kind: 'known', verdict },
  ];
  const login = redisLogin(context.environmentOf(consumer));
  if (login.kind === 'unknown') return known(notChecked(`${consumer.name}: ${login.reason}.`));
  const target = context.target(consumer.name, 'Redis', 'REDIS_HOST', login.host);
  if (target.kind === 'elsewhere') return known(target.verdict);

  const hasPassword = reveal(login.password) !== '';
  return [
    {
      ...subject,
      service: target.service.name,
      requires: context.needsRunning(target.service.name),
      kind: 'exec',
      container: target.container?.id ?? '',
      argv: [
        // The container may have the server's own password in its environment, which is not the consumer's.
        ...(hasPassword ? [] : ['env', '-u', 'REDISCLI_AUTH']),
        'redis-cli',
        '-h',
        login.host,
        '-p',
        String(login.port),
        ...(login.user === '' ? [] : ['--user', login.user]),
        'ping',
      ],
      environment: new Map<string, Value>(hasPassword ? [['REDISCLI_AUTH', login.password]] : []),
      interpret: (answer) => interpretPing(answer, consumer.name, target.service.name),
    },
  ];
}

/** redis-cli exits with 0 even when it was refused, so only the answer itself counts. */
export function interpretPing(answer: ExecAnswer, consumer: string, service: string): Verdict {
  const complaint = answer.stderr + answer.stdout;
  if (/WRONGPASS|invalid password/i.test(complaint)) {
    return failed(
      `Redis refuses the password that ${consumer} uses. Give both services the same one, then run Up to recreate them.`,
    );
  }
  if (complaint.includes('NOAUTH')) {
    return failed(`Redis asks for a password and ${consumer} has none. Set REDIS_AUTH, then run Up.`);
  }
  if (complaint.includes('without any password configured')) {
    return failed(
      `${consumer} sends a password and Redis has none set: anybody on the network can read it. Start Redis with --requirepass.`,
    );
  }
  if (answer.exitCode === 0 && answer.stdout.trim() === 'PONG') return ok('The password is right; PONG');
  if (/Connection refused|Could not connect/.test(complaint)) {
    return failed(`Redis does not accept connections at ${service}. Look into the logs of ${service}.`);
  }
  return hasNoProgram(answer, 'redis-cli', service) ?? failed(firstLine(complaint));
}
