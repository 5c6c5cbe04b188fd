import { listed } from '../../listed';
import { consumersOf } from '../connections';
import type { Consumers } from '../connections';
import { redisLogin } from '../consumer';
import type { Login } from '../consumer';
import { couldNotSee, failed, notChecked, ok } from '../probe';
import type { ExecAnswer, Probe, Verdict } from '../probe';
import type { ProbeContext } from '../probeContext';
import { redisCommand } from '../redisCommand';
import { firstLine, hasNoProgram } from './execAnswer';
import { knownProbes } from './knownProbes';

/** Layer 3: Redis lets its consumers in, and throws nothing away that waits in it. */
export function redisProbes(context: ProbeContext): readonly Probe[] {
  return consumersOf(context, redisLogin).flatMap((consumers) => probesOf(context, consumers));
}

function probesOf(
  context: ProbeContext,
  { connection: settings, first, names, suffix }: Consumers<Login>,
): readonly Probe[] {
  const login = { id: `redis/login${suffix}`, layer: 3 } as const;
  const memory = { id: `redis/memory${suffix}`, layer: 3 } as const;
  const consumer = listed(names);
  const known = (service: string, verdict: Verdict) => knownProbes(service, verdict, [login, memory]);
  if (settings.kind === 'unknown') return known(first.name, notChecked(`${consumer}: ${settings.reason}.`));
  const target = context.target(first.name, 'Redis', 'REDIS_HOST', settings.host);
  if (target.kind === 'elsewhere') return known(first.name, target.verdict);

  const service = target.service.name;
  const container = target.container?.id ?? '';
  return [
    {
      ...login,
      service,
      requires: context.needsRunning(service),
      kind: 'exec',
      ...redisCommand(container, settings, ['ping']),
      interpret: (answer) => interpretPing(answer, consumer, service),
    },
    {
      ...memory,
      service,
      requires: [login.id],
      kind: 'exec',
      ...redisCommand(container, settings, ['info', 'memory']),
      interpret: interpretMemory,
    },
  ];
}

/** Nearly full: what BullMQ writes next may be refused. */
const FULL = 0.95;

/** Where Redis evicts, queued traces vanish; where it does not and is full, new ones are refused. */
export function interpretMemory({ stdout, stderr }: ExecAnswer): Verdict {
  const read = (name: string): string | undefined =>
    new RegExp(`^${name}:([^\\r\\n]*)`, 'm').exec(stdout)?.[1];
  const policy = read('maxmemory_policy');
  if (policy === undefined)
    return couldNotSee(`Redis does not tell its policy: ${firstLine(stderr + stdout) || 'no answer'}.`);
  if (policy !== 'noeviction') {
    return failed(
      `Redis throws away queued traces when its memory is full: its policy is ${policy}. Start it with --maxmemory-policy noeviction, then run Up.`,
      'redis/eviction',
    );
  }
  const [used, limit] = [Number(read('used_memory')), Number(read('maxmemory'))];
  if (limit > 0 && used >= FULL * limit) {
    return failed(
      `Redis has used ${Math.floor((100 * used) / limit)} % of its maxmemory, and refuses new traces when it is full. Raise maxmemory, and see why the queues do not empty.`,
      'redis/full',
    );
  }
  return ok(
    `Keeps all it has (${policy})${limit > 0 ? `; ${Math.floor((100 * used) / limit)} % of its memory is used` : ''}`,
  );
}

/** redis-cli exits with 0 even when it was refused, so only the answer itself counts. */
export function interpretPing(answer: ExecAnswer, consumer: string, service: string): Verdict {
  const complaint = answer.stderr + answer.stdout;
  if (/WRONGPASS|invalid password/i.test(complaint)) {
    return failed(
      `Redis refuses the password of ${consumer}. Give both services the same one, then run Up to recreate them.`,
      'redis/password',
    );
  }
  if (complaint.includes('NOAUTH')) {
    return failed(
      `Redis asks for a password, and none is given by ${consumer}. Set REDIS_AUTH, then run Up.`,
    );
  }
  if (complaint.includes('without any password configured')) {
    return failed(
      `Redis is sent a password by ${consumer}, and has none set: anybody on the network can read it. Start Redis with --requirepass.`,
    );
  }
  if (answer.exitCode === 0 && answer.stdout.trim() === 'PONG') return ok('The password is right; PONG');
  if (/Connection refused|Could not connect/.test(complaint)) {
    return failed(`Redis does not accept connections at ${service}. Look into the logs of ${service}.`);
  }
  return hasNoProgram(answer, 'redis-cli', service) ?? failed(firstLine(complaint));
}
