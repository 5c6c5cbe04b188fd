import type { ServerResponse } from 'node:http';
import { systemClock } from '../../src/adapters/clock';
import { DockerEngine } from '../../src/adapters/docker';
import { ServiceMonitor } from '../../src/adapters/serviceMonitor';
import type { Sighting } from '../../src/adapters/serviceMonitor';
import { stackView } from '../../src/adapters/stackView';
import { changedServices } from '../../src/core/stack/serviceState';
import type { ServiceState } from '../../src/core/stack/serviceState';
import { project, service } from '../unit/support/builders';
import { json, startFakeDaemon } from '../unit/support/fakeDaemon';
import type { Answer } from '../unit/support/fakeDaemon';

export interface Distribution {
  readonly runs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

const PROJECT = 'bench';
const NAMES = ['web', 'worker', 'clickhouse', 'postgres', 'redis', 'minio'] as const;

/**
 * From the moment at which an engine writes an event to the moment at which the tree is told which row changed, over a
 * real socket with a daemon that answers at once: what the extension itself adds to whatever the engine takes.
 */
export async function measureTreeLatency(runs: number): Promise<Distribution> {
  const engine = new ChangingEngine();
  const daemon = await startFakeDaemon(engine.answers);
  const docker = new DockerEngine({
    environment: { DOCKER_HOST: daemon.address },
    homeFolder: '/nowhere',
    platform: 'linux',
  });
  const monitor = new ServiceMonitor(docker, PROJECT, systemClock);
  const stack = {
    folder: '/bench',
    project: project(
      NAMES.map((name) => service(name, `${name}:1`)),
      { name: PROJECT },
    ),
    texts: new Map<string, string>(),
  };
  let shown: readonly ServiceState[] = [];
  let told: (names: ReadonlySet<string>) => void = () => undefined;
  const leave = monitor.listen((sighting: Sighting) => {
    const view = stackView(stack, sighting, true);
    if (view.kind !== 'services') return;
    const changed = changedServices(shown, view.rows);
    shown = view.rows;
    told(changed);
  });
  const nextChange = (name: string): Promise<void> =>
    new Promise((resolve) => {
      told = (names) => {
        if (names.has(name)) resolve();
      };
    });
  try {
    await nextChange(NAMES[0]);
    const times: number[] = [];
    for (let run = 0; run < runs; run++) {
      const name = NAMES[run % NAMES.length] ?? NAMES[0];
      const isTold = nextChange(name);
      const start = performance.now();
      engine.restart(name);
      await isTold;
      times.push(performance.now() - start);
    }
    return distributionOf(times);
  } finally {
    leave();
    await daemon.close();
  }
}

/** `event to fired row: p50 158 ms, p95 171 ms, max 190 ms over 60 runs` */
export function latencyLine({ runs, p50Ms, p95Ms, maxMs }: Distribution): string {
  const [p50, p95, max] = [p50Ms, p95Ms, maxMs].map((ms) => `${ms.toFixed(0)} ms`);
  return `event to fired row: p50 ${p50}, p95 ${p95}, max ${max} over ${runs} runs`;
}

/** The API of an engine whose containers restart when they are told to. */
class ChangingEngine {
  private readonly restarts = new Map<string, number>(NAMES.map((name) => [name, 0]));
  private events: ServerResponse | undefined;

  readonly answers: Readonly<Record<string, Answer>> = {
    'GET /events': (response) => {
      this.events = response;
      response.writeHead(200).write('\n');
    },
    'GET /containers/json': json(NAMES.map(summaryOf)),
    ...Object.fromEntries(NAMES.map((name) => [`GET /containers/${name}/json`, this.inspect(name)])),
  };

  restart(name: string): void {
    this.restarts.set(name, (this.restarts.get(name) ?? 0) + 1);
    this.events?.write(`${JSON.stringify({ Action: 'restart', Actor: { ID: name, Attributes: {} } })}\n`);
  }

  private inspect(name: string): Answer {
    return (response, request, body) =>
      json(inspectedAs(name, this.restarts.get(name) ?? 0))(response, request, body);
  }
}

function labelsOf(name: string): Readonly<Record<string, string>> {
  return {
    'com.docker.compose.project': PROJECT,
    'com.docker.compose.service': name,
    'com.docker.compose.container-number': '1',
  };
}

function summaryOf(name: string): unknown {
  return { Id: name, Names: [`/${PROJECT}-${name}-1`], Labels: labelsOf(name), State: 'running' };
}

function inspectedAs(name: string, restarts: number): unknown {
  return {
    Id: name,
    Name: `/${PROJECT}-${name}-1`,
    Image: 'sha256:01',
    RestartCount: restarts,
    State: {
      Status: 'running',
      OOMKilled: false,
      ExitCode: 0,
      Error: '',
      StartedAt: '2026-01-01T00:00:00Z',
      FinishedAt: '0001-01-01T00:00:00Z',
    },
    HostConfig: { RestartPolicy: { Name: 'always' } },
    Config: { Image: `${name}:1`, Tty: false, Env: [], Labels: labelsOf(name) },
    NetworkSettings: { Ports: {} },
    Mounts: [],
  };
}

function distributionOf(times: readonly number[]): Distribution {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
  return { runs: times.length, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
}
