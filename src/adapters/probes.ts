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
  ExecAnswer,
  Execution,
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
import { writeListDelete } from './s3RoundTrip';
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
const CLEAN_UP_MS = 5_000;
const MAX_EVIDENCE = 300;

/**
 * Asks every probe of the layers, all side by side, and none for longer than its deadline. What requires a probe that
 * fails is given up and not checked.
 */
export async function probeStack(project: ComposeProject, options: ProbeOptions): Promise<ProbeReport> {
  const facts = await gatherFacts(project, options);
  const redact = knownRedactor(project, 'unseen' in facts.containers ? [] : facts.containers);
  return askProbes(planProbes(project, facts), { ...options, redact });
}

async function gatherFacts(
  project: ComposeProject,
  { engine, engineHost, signal }: ProbeOptions,
): Promise<ProbeFacts> {
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  try {
    const containers = await inspectAll(engine, project.name, AbortSignal.any([signal, deadline]));
    return { containers, engineHost };
  } catch (error) {
    signal.throwIfAborted();
    if (deadline.aborted) return { containers: { unseen: noAnswer(DEADLINE_MS) }, engineHost };
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
  const { layers, signal } = options;
  const settled = new Map<string, Promise<Settled>>();
  // What is known already keeps others from being asked at all.
  const known = new Map<string, Settled>();
  // Requirements come first in the list, so they are there.
  for (const probe of selectLayers(all, layers)) {
    const blocker = probe.requires.map((id) => known.get(id)).find((other) => other?.blocks === true);
    if (blocker !== undefined || probe.kind === 'known') {
      const verdict = blocker === undefined && probe.kind === 'known' ? probe.verdict : undefined;
      const result = settle(probe, verdict ?? blockedBy(blocker), blocker, options);
      known.set(probe.id, result);
      settled.set(probe.id, Promise.resolve(result));
      continue;
    }
    const requirements = probe.requires.flatMap((id) => settled.get(id) ?? []);
    settled.set(probe.id, askBeside(probe, requirements, options));
  }
  const results = await Promise.all(settled.values());
  signal.throwIfAborted();
  return reportOf(results.map(({ result }) => result).filter(({ layer }) => layers.includes(layer)));
}

interface Settled {
  readonly result: ProbeResult;
  /** Whether probes that require this one make no sense. */
  readonly blocks: boolean;
  /** What stands at the start of the chain, such as `clickhouse/login failed`. */
  readonly cause: string;
}

/** Does not wait for what it requires, but gives up when that fails: most stacks are well, and nobody waits twice. */
async function askBeside(
  probe: Asked,
  requirements: readonly Promise<Settled>[],
  options: AskOptions,
): Promise<Settled> {
  const { clock } = options;
  const start = clock.now();
  const givenUp = new AbortController();
  const asking = ask(probe, { ...options, signal: AbortSignal.any([options.signal, givenUp.signal]) });
  const blocking = firstBlocker(requirements);
  // Whoever is given up has nothing to say any more, not even how it ended.
  const first = await Promise.race([
    asking.then(
      () => undefined,
      () => undefined,
    ),
    blocking,
  ]);
  const blocker = first ?? (await blocking);
  if (blocker !== undefined) {
    givenUp.abort();
    await asking.catch(() => undefined);
    options.signal.throwIfAborted();
  }
  const verdict = blocker === undefined ? await asking : blockedBy(blocker);
  return settle(probe, verdict, blocker, options, Math.round(clock.now() - start));
}

/** The first of them that blocks, as soon as it does; undefined when all have settled and none does. */
function firstBlocker(requirements: readonly Promise<Settled>[]): Promise<Settled | undefined> {
  return new Promise((resolve, reject) => {
    let left = requirements.length;
    if (left === 0) resolve(undefined);
    for (const requirement of requirements) {
      requirement.then((settled) => {
        left--;
        if (settled.blocks || left === 0) resolve(settled.blocks ? settled : undefined);
      }, reject);
    }
  });
}

function blockedBy(blocker: Settled | undefined): Verdict {
  return notChecked(`Not checked, because ${blocker?.cause ?? 'nothing is known'}.`);
}

function settle(
  { id, layer, service }: Probe,
  verdict: Verdict,
  blocker: Settled | undefined,
  { redact, clock }: AskOptions,
  ms = 0,
): Settled {
  const isBad = verdict.outcome === 'failed' || verdict.outcome === 'could-not-see';
  return {
    result: {
      id,
      layer,
      service: verdict.service ?? service,
      outcome: verdict.outcome,
      evidence: shortened(redact(verdict.evidence)),
      ms,
      at: new Date(clock.now()).toISOString(),
      ...(verdict.cause === undefined ? {} : { cause: verdict.cause }),
    },
    blocks: isBad || blocker !== undefined,
    cause: blocker?.cause ?? `${id} ${verdict.outcome === 'failed' ? 'failed' : 'could not be seen'}`,
  };
}

type Asked = Exclude<Probe, { kind: 'known' }>;

async function ask(probe: Asked, options: AskOptions): Promise<Verdict> {
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
    if (deadline.aborted) return failed(noAnswer(deadlineMs));
    if (error instanceof DockerError || error instanceof TunnelError) return couldNotSee(error.message);
    throw error;
  }
}

function noAnswer(deadlineMs: number): string {
  return `No answer within ${deadlineMs / 1000} s.`;
}

async function askWithin(probe: Asked, { engine, clock, signal }: AskOptions): Promise<Verdict> {
  const run = ({ container, argv, environment }: Execution): Promise<ExecAnswer> =>
    engine.exec(container, argv, {
      environment: [...environment].map(([name, value]) => `${name}=${reveal(value)}`),
      signal,
    });
  const runIfPossible = async (execution: Execution | undefined): Promise<ExecAnswer | undefined> => {
    if (execution === undefined) return undefined;
    try {
      return await run(execution);
    } catch (error) {
      if (error instanceof DockerError) return undefined;
      throw error;
    }
  };
  switch (probe.kind) {
    case 'connect':
      return probe.interpret(
        await Promise.all(probe.addresses.map((address) => tryConnect(address, signal))),
      );
    case 'exec': {
      const [answer, beside] = await Promise.all([run(probe), runIfPossible(probe.beside)]);
      return probe.interpret(answer, beside);
    }
    case 'http':
      return probe.interpret(await httpAnswer({ url: probe.url }, { signal }));
    case 's3-list': {
      const { bucket } = probe;
      const question = listRequest(bucket, bucket.prefix, new Date(clock.now()));
      return probe.interpret(
        await through(probe.tunnel, engine, (agent) => httpAnswer(question, { agent, signal })),
      );
    }
    case 's3-write':
      return probe.interpret(
        await through(probe.tunnel, engine, (agent) =>
          writeListDelete(probe.bucket, { ...asking(agent, signal), randomBytes, clock }),
        ),
      );
    case 'trace': {
      const { baseUrl, publicKey, secretKey, hops } = probe;
      const api = { baseUrl, publicKey: reveal(publicKey), secretKey: reveal(secretKey) };
      const patienceMs = TRACE_PATIENCE_MS;
      const answer = await through(probe.tunnel, engine, (agent) =>
        sendMarkedTrace(api, {
          ...asking(agent, signal),
          countJobs: () => runIfPossible(hops.queue),
          countRows: (traceId) => runIfPossible(hops.rows?.(traceId)),
          randomBytes,
          clock,
          patienceMs,
          signal,
        }),
      );
      return probe.interpret(answer);
    }
  }
}

/** What was written for a probe is taken back even when the probe was given up, so with a deadline of its own. */
function asking(agent: TunnelAgent | undefined, signal: AbortSignal) {
  return {
    request: (question: HttpQuestion) => httpAnswer(question, { agent, signal }),
    cleanUp: (question: HttpQuestion) =>
      httpAnswer(question, { agent, signal: AbortSignal.timeout(CLEAN_UP_MS) }),
  };
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
