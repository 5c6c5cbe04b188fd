import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from './fakeDaemon';
import type { Answer } from './fakeDaemon';

interface FakeContainer {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  restarts: number;
}

/** The part of an engine's API that a tree lives on, over containers that the test makes. It filters as engines do. */
export class FakeEngine {
  private readonly containers = new Map<string, FakeContainer>();
  private readonly streams = new Map<ServerResponse, IncomingMessage>();
  /** While set, requests are taken and never answered; it is called with each of them. */
  private hung: (() => void) | undefined;

  readonly answers: Readonly<Record<string, Answer>> = {
    'GET /events': this.unlessHung((response, request) => {
      this.streams.set(response, request);
      response.on('close', () => this.streams.delete(response));
      response.writeHead(200).write('\n');
    }),
    'GET /containers/json': this.unlessHung((response, request, body) => {
      const listed = [...this.containers.values()].filter(({ labels }) => isAskedFor(request, labels));
      json(listed.map(summaryOf))(response, request, body);
    }),
    'GET /containers/': this.unlessHung((response, request, body) => {
      const container = this.containers.get(request.url?.split('/')[2] ?? '');
      const answer = container === undefined ? json({ message: 'gone' }, 404) : json(inspected(container));
      answer(response, request, body);
    }),
  };

  /** Resolves when the last one that listened to the events has left. */
  async whenNobodyListens(): Promise<void> {
    const left = [...this.streams.keys()].map((response) => once(response, 'close'));
    await Promise.all(left);
  }

  /** A running container of a service; its id is `project.service`. */
  add(project: string, service: string): void {
    const id = `${project}.${service}`;
    this.containers.set(id, { id, labels: labelsOf(project, service), restarts: 0 });
  }

  remove(project: string, service: string): void {
    this.containers.delete(`${project}.${service}`);
  }

  /** Restarts a container and tells those whose filters let it through. */
  restart(project: string, service: string): void {
    const container = this.containers.get(`${project}.${service}`);
    if (container === undefined) return;
    container.restarts++;
    for (const [response, request] of this.streams)
      if (isAskedFor(request, container.labels)) response.write(eventOf(container));
  }

  /** Answers nothing from now on, as an engine that is starved or stopped. Resolves with the next request. */
  hang(): Promise<void> {
    return new Promise((resolve) => (this.hung = resolve));
  }

  goOn(): void {
    this.hung = undefined;
  }

  /** Writes half of an event to everybody and then breaks the connections, or ends them as a proxy would. */
  cutMidLine(how: 'break' | 'end'): void {
    const [container] = this.containers.values();
    const half = container === undefined ? '{"Act' : eventOf(container).slice(0, 20);
    for (const response of this.streams.keys())
      if (how === 'end') response.end(half);
      else response.write(half, () => response.destroy());
    this.streams.clear();
  }

  private unlessHung(answer: Answer): Answer {
    return (response, request, body) => {
      if (this.hung === undefined) answer(response, request, body);
      else this.hung();
    };
  }
}

/** Whether a container has every label that the request filters by. */
function isAskedFor(request: IncomingMessage, labels: Readonly<Record<string, string>>): boolean {
  const filters = new URL(request.url ?? '', 'http://engine').searchParams.get('filters');
  const { label = [] } = JSON.parse(filters ?? '{}') as { readonly label?: readonly string[] };
  return label.every((text) => {
    const [name = '', value] = text.split('=');
    return name in labels && (value === undefined || labels[name] === value);
  });
}

function labelsOf(project: string, service: string): FakeContainer['labels'] {
  return {
    'com.docker.compose.project': project,
    'com.docker.compose.service': service,
    'com.docker.compose.container-number': '1',
    'com.docker.compose.oneoff': 'False',
  };
}

function eventOf({ id, labels }: FakeContainer): string {
  return `${JSON.stringify({ Type: 'container', Action: 'restart', Actor: { ID: id, Attributes: labels } })}\n`;
}

function summaryOf({ id, labels }: FakeContainer): unknown {
  return { Id: id, Names: [`/${id}`], Labels: labels, State: 'running' };
}

function inspected({ id, labels, restarts }: FakeContainer): unknown {
  return {
    Id: id,
    Name: `/${id}`,
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
    Config: { Image: `${labels['com.docker.compose.service'] ?? ''}:1`, Tty: false, Env: [], Labels: labels },
    NetworkSettings: { Ports: {} },
    Mounts: [],
  };
}
