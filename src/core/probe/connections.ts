import type { ComposeService } from '../compose/project';
import { Secret } from '../secret';
import type { Connection, Environment } from './consumer';
import type { ProbeContext } from './probeContext';

/** The processes of Langfuse that connect to a store alike. */
export interface Consumers<T> {
  readonly connection: Connection<T>;
  /** The one to speak of. */
  readonly first: ComposeService;
  /** All of them, for the operator. */
  readonly names: readonly string[];
  /** Ends the ids of the probes: empty for those that connect as web does. */
  readonly suffix: string;
}

/** How web and worker connect to a store: once where they agree, so that a worker with settings of its own is seen. */
export function consumersOf<T extends object>(
  context: ProbeContext,
  read: (environment: Environment) => Connection<T>,
): readonly Consumers<T>[] {
  const groups = new Map<string, Consumers<T>>();
  for (const service of context.consumers) {
    const connection = read(context.environmentOf(service));
    const key = JSON.stringify(Object.entries(connection).map(plain));
    const group = groups.get(key);
    const suffix = groups.size === 0 ? '' : `/${service.name}`;
    groups.set(
      key,
      group === undefined
        ? { connection, first: service, names: [service.name], suffix }
        : { ...group, names: [...group.names, service.name] },
    );
  }
  return [...groups.values()];
}

/** For comparing only: a Secret shows itself to nobody who does not ask. */
function plain([key, value]: [string, unknown]): readonly [string, unknown] {
  return [key, value instanceof Secret ? value.reveal() : value];
}
