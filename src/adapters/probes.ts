import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import type { ComposeProject } from '../core/compose/project';
import { knownRedactor } from '../core/doctor/knownRedactor';
import { planProbes } from '../core/probe/planProbes';
import type { ProbeFacts } from '../core/probe/probeContext';
import { couldNotSee, failed, notChecked, reportOf, selectLayers } from '../core/probe/probe';
import type {
  Address,
  ConnectAnswer,
  Layer,
  Probe,
  ProbeReport,
  ProbeResult,
  Verdict,
} from '../core/probe/probe';
import { reveal } from '../core/secret';
import type { Tunnel } from '../core/tunnel';
import type { Clock } from './clock';
import { TunnelError } from './containerTunnel';
import type { TunnelEngine } from './containerTunnel';
import type { DockerEngine } from './docker';
import { DockerError } from './dockerError';
import { connectFailure, httpAnswer } from './httpAnswer';
import type { HttpQuestion } from './httpAnswer';
import { sendMarkedTrace } from './markedTrace';
import { listRequest } from './s3Request';
import { TunnelAgent } from './tunnelAgent';
import { inspectAll } from './waitUntilWell';

export type ProbeEngine = Pick<DockerEngine, 'listContainers' | 'inspectContainer' | 'exec' | 'openProgram'>;

export interface ProbeOptions {
  readonly engine: ProbeEngine;
  /** Where published ports are reached. */
  readonly engineHost: string;
  readonly clock: Clock;
  readonly layers: readonly Layer[];
  readonly signal: AbortSignal;
}

/** A busy machine starts a client in seconds. */
const DEADLINE_MS = 15_000;
/** Langfuse holds a trace back for seconds before it writes it, longer around midnight UTC. */
const TRACE_PATIENCE_MS = 30_000;
const MAX_EVIDENCE = 300;

/** Asks every probe of the layers, side by side as far as they do not require each other. */
export async function probeStack(project: ComposeProject, options: ProbeOptions): Promise<ProbeReport> {
  const facts = await gatherFacts(project, options);
  const redact = knownRedactor(project, 'unseen' in facts.containers ? [] : facts.containers);
  return askProbes(planProbes(project, facts), { ...options, redact });
}

async function gatherFacts(
  project: ComposeProject,
  { engine, engineHost, signal }: ProbeOptions,
): Promise<ProbeFacts> {
  try {
    return { containers: await inspectAll(engine, project.name, signal), engineHost };
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    return { containers: { unseen: error.message }, engineHost };
  }
}

type AskOptions = Omit<ProbeOptions, 'engineHost' | 'engine'> & {
  readonly engine: Pick<ProbeEngine, 'exec'> & TunnelEngine;
  readonly redact: (text: string) => string;
};

/** Probes of other layers are asked when one of these layers requires them, and are not reported. */
export async function askProbes(all: readonly Probe[], options: AskOptions): Promise<ProbeReport> {
  const { clock, layers, signal } = options;
  const settled = new Map<string, Promise<Settled>>();
  const settle = async (probe: Probe): Promise<Settled> => {
    const requirements = await Promise.all(probe.requires.flatMap((id) => settled.get(id) ?? []));
    signal.throwIfAborted();
    const start = clock.now();
    const blocker = requirements.find((requirement) => requirement.blocks);
    const verdict =
      blocker === undefined
        ? await ask(probe, options)
        : notChecked(`Not checked, because ${blocker.cause}.`);
    const { id, layer, service } = probe;
    const evidence = shortened(options.redact(verdict.evidence));
    const result: ProbeResult = {
      id,
      layer,
      service,
      outcome: verdict.outcome,
      evidence,
      ms: probe.kind === 'known' ? 0 : Math.round(clock.now() - start),
    };
    const isBad = verdict.outcome === 'failed' || verdict.outcome === 'could-not-see';
    return {
      result,
      blocks: isBad || blocker !== undefined,
      cause: blocker?.cause ?? `${id} ${verdict.outcome === 'failed' ? 'failed' : 'could not be seen'}`,
    };
  };
  // Requirements come first in the list, so their promise is there.
  for (const probe of selectLayers(all, layers)) settled.set(probe.id, settle(probe));
  const results = (await Promise.all(settled.values())).map(({ result }) => result);
  return reportOf(results.filter(({ layer }) => layers.includes(layer)));
}

interface Settled {
  readonly result: ProbeResult;
  /** Whether probes that require this one make no sense. */
  readonly blocks: boolean;
  /** What stands at the start of the chain, such as `clickhouse/login failed`. */
  readonly cause: string;
}

async function ask(probe: Probe, options: AskOptions): Promise<Verdict> {
  if (probe.kind === 'known') return probe.verdict;
  const deadlineMs = probe.kind === 'trace' ? TRACE_PATIENCE_MS + DEADLINE_MS : DEADLINE_MS;
  const deadline = AbortSignal.timeout(deadlineMs);
  const signal = AbortSignal.any([options.signal, deadline]);
  try {
    const verdict = await askWithin(probe, { ...options, signal });
    // Connections take a cancellation for an answer.
    options.signal.throwIfAborted();
    return verdict;
  } catch (error) {
    options.signal.throwIfAborted();
    if (deadline.aborted) return failed(`No answer within ${deadlineMs / 1000} s.`);
    if (error instanceof DockerError || error instanceof TunnelError) return couldNotSee(error.message);
    throw error;
  }
}

async function askWithin(
  probe: Exclude<Probe, { kind: 'known' }>,
  { engine, clock, signal }: AskOptions,
): Promise<Verdict> {
  switch (probe.kind) {
    case 'connect':
      return probe.interpret(
        await Promise.all(probe.addresses.map((address) => tryConnect(address, signal))),
      );
    case 'exec': {
      const environment = [...probe.environment].map(([name, value]) => `${name}=${reveal(value)}`);
      return probe.interpret(await engine.exec(probe.container, probe.argv, { environment, signal }));
    }
    case 'http':
      return probe.interpret(await httpAnswer({ url: probe.url }, { signal }));
    case 's3-list': {
      const question = listRequest(probe.bucket, new Date(clock.now()));
      return probe.interpret(
        await through(probe.tunnel, engine, (agent) => httpAnswer(question, { agent, signal })),
      );
    }
    case 'trace': {
      const { baseUrl, publicKey, secretKey } = probe;
      const api = { baseUrl, publicKey: reveal(publicKey), secretKey: reveal(secretKey) };
      const patienceMs = TRACE_PATIENCE_MS;
      const answer = await through(probe.tunnel, engine, (agent) => {
        const request = (question: HttpQuestion) => httpAnswer(question, { agent, signal });
        return sendMarkedTrace(api, { request, randomBytes, clock, patienceMs, signal });
      });
      return probe.interpret(answer);
    }
  }
}

/** Asks straight from here, or by programs in containers that end with the answer. */
async function through<T>(
  tunnel: Tunnel | undefined,
  engine: TunnelEngine,
  ask: (agent: TunnelAgent | undefined) => Promise<T>,
): Promise<T> {
  const agent = tunnel && new TunnelAgent(engine, tunnel);
  try {
    return await ask(agent);
  } finally {
    agent?.destroy();
  }
}

function tryConnect(address: Address, signal: AbortSignal): Promise<ConnectAnswer> {
  return new Promise((resolve) => {
    const socket = connect({ host: address.host, port: address.port, signal });
    const end = (error: string | undefined): void => {
      socket.destroy();
      resolve({ ...address, error });
    };
    socket.once('connect', () => end(undefined));
    socket.once('error', (error) => end(signal.aborted ? 'no answer' : connectFailure(error)));
  });
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MAX_EVIDENCE ? `${line.slice(0, MAX_EVIDENCE - 1)}…` : line;
}
