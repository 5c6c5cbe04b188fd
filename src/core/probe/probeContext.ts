import { authority, isEveryInterface, isLoopback } from '../compose/ports';
import type { ComposeProject, ComposeService } from '../compose/project';
import { servicesOf } from '../langfuse/roles';
import { tunnelThroughLangfuse } from '../langfuse/tunnels';
import type { BoundPort, Container } from '../stack/container';
import { foldServices } from '../stack/serviceState';
import type { ServiceState } from '../stack/serviceState';
import type { Tunnel } from '../tunnel';
import type { Environment } from './consumer';
import { failed, notChecked } from './probe';
import type { Verdict } from './probe';

/** What was seen of the engine before the first probe is made. */
export interface ProbeFacts {
  /** The containers of the project, or one sentence that says why they could not be seen. */
  readonly containers: readonly Container[] | { readonly unseen: string };
  /** Where published ports are reached: the engine's machine. */
  readonly engineHost: string;
}

/** A store that a Langfuse process talks to, as far as it can be asked. */
export type Target =
  | { readonly kind: 'service'; readonly service: ComposeService; readonly container: Container | undefined }
  | { readonly kind: 'elsewhere'; readonly verdict: Verdict };

/** Answers what the probes need to know of a project and its containers. */
export class ProbeContext {
  readonly states: readonly ServiceState[];
  readonly unseen: string | undefined;
  private readonly containers: readonly Container[];

  constructor(
    readonly project: ComposeProject,
    readonly facts: ProbeFacts,
  ) {
    this.unseen = 'unseen' in facts.containers ? facts.containers.unseen : undefined;
    this.containers = 'unseen' in facts.containers ? [] : facts.containers;
    this.states = foldServices(project, this.unseen === undefined ? this.containers : undefined);
  }

  running(service: string): Container | undefined {
    return this.containers.find(
      (container) => container.service === service && container.status === 'running',
    );
  }

  /** The Langfuse processes whose credentials count: web, which also migrates, and the worker. */
  get consumers(): readonly ComposeService[] {
    return (['web', 'worker'] as const).flatMap((role) => servicesOf(this.project, role).slice(0, 1));
  }

  /** What the service's container really received; the files' word while there is none. */
  environmentOf(service: ComposeService): Environment {
    const container = this.containers.find((candidate) => candidate.service === service.name);
    return (
      container?.environment ??
      new Map([...service.environment.values()].map(({ name, value }) => [name, value] as const))
    );
  }

  /** Requirements of a probe that runs something in the service's container. */
  needsRunning(service: string): readonly string[] {
    return this.running(service) === undefined ? [`containers/${service}`] : [];
  }

  /** Where a host of the consumer's settings leads. `what` and `setting` are for the operator. */
  target(consumer: string, what: string, setting: string, host: string): Target {
    if (/^(localhost|127(\.\d+){3}|\[::1\])$/.test(host)) {
      return elsewhere(
        failed(
          `${consumer} looks for ${what} at ${host}, which inside a container is that container itself. Set ${setting} to the name of the service.`,
        ),
      );
    }
    const service = this.project.services.get(host);
    if (!service?.isActive) {
      return elsewhere(
        notChecked(`${consumer} uses ${what} at ${host}, which is no service of this project.`),
      );
    }
    return { kind: 'service', service, container: this.running(host) };
  }

  /** `host:port` that leads from here to a container's TCP port; undefined when none does. */
  published(service: string, target: number): string | undefined {
    const port = this.publishedPorts(service).find((candidate) => candidate.target === target);
    return port === undefined || this.isOutOfReach(port)
      ? undefined
      : authority(this.hostOf(port), port.published);
  }

  /** The way to a TCP port of a service: as published, else as Langfuse's own processes reach it. */
  wayTo(service: string, target: number): { readonly address: string; readonly tunnel: Tunnel | undefined } {
    const address = this.published(service, target);
    if (address !== undefined) return { address, tunnel: undefined };
    const port = this.publishedPorts(service).find((candidate) => candidate.target === target);
    const reason =
      port === undefined
        ? `${service} publishes no port ${target}`
        : `${service} publishes ${target} for its own machine only`;
    return {
      address: authority(service, target),
      tunnel: tunnelThroughLangfuse(this.project, { host: service, port: target }, reason),
    };
  }

  /** TCP ports only, each once: the engine binds IPv4 and IPv6 apart. */
  publishedPorts(service: string): readonly BoundPort[] {
    const ports = this.running(service)?.ports.filter(({ protocol }) => protocol === 'tcp') ?? [];
    return ports.filter(
      (port, index) => ports.findIndex(({ published }) => published === port.published) === index,
    );
  }

  /** Bound to the loopback address of another machine: here the same address is somebody else. */
  isOutOfReach({ hostIp }: BoundPort): boolean {
    return isLoopback(hostIp) && !isLoopback(this.facts.engineHost);
  }

  hostOf({ hostIp }: BoundPort): string {
    return isEveryInterface(hostIp) ? this.facts.engineHost : hostIp;
  }
}

function elsewhere(verdict: Verdict): Target {
  return { kind: 'elsewhere', verdict };
}
