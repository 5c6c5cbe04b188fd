import type { Meaning } from '../signature';
import type { Scene } from '../scene';

/** What is to be reached, as it is called in a sentence, and the variable that says where it is. */
export interface Destination {
  readonly store: 'ClickHouse' | 'Postgres' | 'Redis';
  readonly variable: string;
}

/** Nothing answers where a store is expected. The cause is seldom in the service that says so. */
export function unreachable(scene: Scene, hostName: string, { store, variable }: Destination): Meaning {
  const id = `${store.toLowerCase()}/unreachable`;
  const host = scene.host(hostName);
  switch (host.kind) {
    case 'itself':
      return {
        id: `${store.toLowerCase()}/localhost`,
        weight: 'lasting',
        brief: `looks for ${store} on localhost`,
        explanation: `${variable} names localhost, which inside a container is the container itself. ${store} does not run in there.`,
        remedy: `Put the name of the ${store} service into ${variable}, then run Up.`,
      };
    case 'down':
      return {
        id,
        weight: 'passing',
        brief: `${host.name} does not run`,
        explanation: `${scene.service} needs ${store}, and the service ${host.name} does not run.`,
        remedy: `Start ${host.name}. If it does not stay up, its own row says why.`,
      };
    case 'up':
      return {
        id,
        weight: 'passing',
        brief: `cannot reach ${host.name}`,
        explanation: `${host.name} runs, but ${scene.service} got no connection to ${store} there: it does not listen yet, or not at this port.`,
        remedy: `Wait until ${host.name} is healthy. If that does not help, compare the port in ${variable}, and the networks of both services.`,
      };
    case 'unknown':
      return {
        id,
        weight: 'passing',
        brief: `cannot reach ${store} at ${host.name}`,
        explanation: `${scene.service} got no connection to ${store} at ${host.name}, which is no service of this stack.`,
        remedy: `Check the host in ${variable}. A service of this stack is reached by its name.`,
      };
  }
}
