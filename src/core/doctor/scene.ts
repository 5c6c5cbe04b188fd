import type { ComposeProject, Dependency } from '../compose/project';
import { roleOf } from '../langfuse/roles';
import type { Role } from '../langfuse/roles';
import { reveal } from '../secret';
import type { Container } from '../stack/container';
import { containerState } from '../stack/containerState';
import type { StateKind } from '../stack/containerState';
import { isAlive } from '../stack/serviceState';
import type { Evidence } from './evidence';

/** What a signature may look at beside the line that it knows. */
export class Scene {
  readonly role: Role | undefined;

  constructor(
    readonly container: Container,
    private readonly containers: readonly Container[],
    readonly project: ComposeProject,
    private readonly evidence: Evidence,
    /** For every text that others wrote. */
    readonly redact: (text: string) => string,
  ) {
    this.role = this.roleOf(container.service);
  }

  /** The name of the service whose container this is. */
  get service(): string {
    return this.container.service;
  }

  /** The only service of a role that has a container; undefined when there is none, or several. */
  containerOf(role: Role): Container | undefined {
    const found = this.containers.filter(({ service }) => this.roleOf(service) === role);
    return found.length === 1 ? found[0] : undefined;
  }

  /** Whether two containers were created with the same value; undefined when either lacks it. */
  agree(name: string, other: Container | undefined, otherName = name): boolean | undefined {
    const [own, theirs] = [this.container.environment.get(name), other?.environment.get(otherName)];
    return own === undefined || theirs === undefined ? undefined : reveal(own) === reveal(theirs);
  }

  /** What a host name means inside the container. */
  host(name: string): Host {
    if (isLoopback(name)) return { kind: 'itself' };
    const service = this.project.services.get(name);
    if (service === undefined) return { kind: 'unknown', name: this.redact(name) };
    const isUp = this.statesOf(name).some((kind) => isAlive({ kind, reason: undefined }));
    return { kind: isUp ? 'up' : 'down', name };
  }

  /** The services that compose starts before this one, and that are not as far as it demands. */
  unmetDependencies(): readonly string[] {
    const dependencies = this.project.services.get(this.service)?.dependsOn ?? new Map<string, Dependency>();
    return [...dependencies]
      .filter(([name, { condition }]) => !this.statesOf(name).some((kind) => fulfils(kind, condition)))
      .map(([name]) => name);
  }

  portHolder(port: number): string | undefined {
    return this.evidence.portHolders.get(port);
  }

  private statesOf(serviceName: string): readonly StateKind[] {
    const own = this.containers.filter(({ service }) => service === serviceName);
    return own.map((container) => containerState(container).kind);
  }

  private roleOf(serviceName: string): Role | undefined {
    const service = this.project.services.get(serviceName);
    return service === undefined ? undefined : roleOf(service);
  }
}

/** `itself`: every container has a localhost of its own. `unknown`: no service of the project, or in no known state. */
export type Host =
  { readonly kind: 'itself' } | { readonly kind: 'up' | 'down' | 'unknown'; readonly name: string };

function fulfils(kind: StateKind, condition: Dependency['condition']): boolean {
  switch (condition) {
    case 'service_started':
      return isAlive({ kind, reason: undefined });
    case 'service_healthy':
      return kind === 'healthy';
    case 'service_completed_successfully':
      return kind === 'finished';
  }
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '::1' || name === '0.0.0.0' || name.startsWith('127.');
}
