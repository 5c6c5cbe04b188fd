import type { ComposeService } from '../../compose/project';
import { servicesOf } from '../../langfuse/roles';
import { couldNotSee, failed, ok } from '../probe';
import type { ExecAnswer, HttpAnswer, Probe, Verdict } from '../probe';
import type { ProbeContext } from '../probeContext';
import { firstLine, hasNoProgram } from './execAnswer';

export const WEB_PORT = 3000;
const WORKER_PORT = 3030;
// Without the parameter the route answers as soon as the process runs; with it, it asks Postgres too.
const WEB_HEALTH = '/api/public/health?failIfDatabaseUnavailable=true';
const WORKER_HEALTH = '/api/health';

/** Layer 3: Langfuse's own health routes, which ask Postgres, and the worker's Redis too. */
export function langfuseProbes(context: ProbeContext): readonly Probe[] {
  return [
    ...servicesOf(context.project, 'web')
      .slice(0, 1)
      .map((web) => probe(context, 'web/health', web, WEB_PORT, WEB_HEALTH, interpretWeb)),
    ...servicesOf(context.project, 'worker')
      .slice(0, 1)
      .map((worker) => probe(context, 'worker/health', worker, WORKER_PORT, WORKER_HEALTH, interpretWorker)),
  ];
}

type Interpret = (answer: HttpAnswer, service: string) => Verdict;

function probe(
  context: ProbeContext,
  id: string,
  service: ComposeService,
  port: number,
  path: string,
  interpret: Interpret,
): Probe {
  const { name } = service;
  const subject = { id, layer: 3, service: name } as const;
  const address = context.published(name, port);
  if (address !== undefined) {
    return {
      ...subject,
      requires: [`port/${name}`],
      kind: 'http',
      url: `http://${address}${path}`,
      interpret: (answer) => interpret(answer, name),
    };
  }
  return {
    ...subject,
    requires: context.needsRunning(name),
    kind: 'exec',
    container: context.running(name)?.id ?? '',
    // By name: the process listens on the container's address, and on loopback only with HOSTNAME=0.0.0.0.
    argv: ['wget', '-q', '-O', '-', `http://${name}:${port}${path}`],
    environment: new Map(),
    interpret: (answer) => hasNoProgram(answer, 'wget', name) ?? interpret(answerOfWget(answer), name),
  };
}

/** BusyBox and GNU wget both name the status in their complaint, and print no body then. */
export function answerOfWget({ exitCode, stdout, stderr }: ExecAnswer): HttpAnswer {
  if (exitCode === 0) return { kind: 'response', status: 200, body: stdout };
  const status = /HTTP\/1\.\d (\d{3})|ERROR (\d{3})/.exec(stderr);
  if (status === null) return { kind: 'no-response', error: firstLine(stderr + stdout) };
  return { kind: 'response', status: Number(status[1] ?? status[2]), body: '' };
}

export function interpretWeb(answer: HttpAnswer, service: string): Verdict {
  if (answer.kind === 'no-response') return failed(noAnswer(service, answer.error));
  const { status, body } = answer;
  if (status === 200 && /"status"\s*:\s*"OK"/i.test(body)) {
    const version = /"version"\s*:\s*"([^"]*)"/.exec(body)?.[1];
    return ok(version === undefined ? 'Langfuse answers OK' : `Langfuse ${version} answers OK`);
  }
  if (status === 200) {
    return couldNotSee(`Something else than Langfuse answers on the port of ${service}.`);
  }
  if (status === 503)
    return failed(`${service} runs but cannot reach Postgres. See what postgres/login says.`);
  return failed(
    `${service} runs but answers ${status}. Its log says which setting it refuses, as a rule under "Invalid environment variables".`,
  );
}

export function interpretWorker(answer: HttpAnswer, service: string): Verdict {
  if (answer.kind === 'no-response') return failed(noAnswer(service, answer.error));
  if (answer.status === 200) return ok('The worker answers ok; it reaches Postgres and Redis');
  return failed(
    `${service} answers ${answer.status}: it cannot reach Postgres or Redis. See what postgres/login and redis/login say.`,
  );
}

function noAnswer(service: string, error: string): string {
  return `${service} does not answer (${error}). It may still be migrating; its log says how far it is.`;
}
