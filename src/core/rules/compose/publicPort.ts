import { isEveryInterface } from '../../compose/ports';
import type { PublishedPort } from '../../compose/project';
import type { Role } from '../../langfuse/roles';
import { roleOf } from '../../langfuse/roles';
import { fixOf, replaceAt } from '../edits';
import { placeOfValue, textOf } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

/** Ports that serve the stack itself, and consoles. The web interface and S3, which browsers upload to, are not here. */
const INTERNAL_PORTS: Readonly<Partial<Record<Role, readonly number[]>>> = {
  worker: [3030],
  clickhouse: [8123, 8443, 9000, 9440],
  postgres: [5432],
  redis: [6379],
  s3: [9001],
};

export const publicPort: Rule = {
  code: 'compose/public-port',
  severity: 'warning',
  summary: 'A database, cache or console is open to the network.',
  explanation:
    "A port without an address is published on every interface of the machine, and Docker's own firewall rules come before those of `ufw` or `firewalld`: the port is open to everybody who can reach the machine. Langfuse's containers reach each other by service name and need no published port at all. Bind it to `127.0.0.1` to keep it for tools on this machine.",
  *check(stack) {
    for (const service of stack.project.services.values()) {
      const role = roleOf(service);
      for (const port of service.ports) {
        if (role === undefined || !isPublic(port) || INTERNAL_PORTS[role]?.includes(port.target) !== true)
          continue;
        yield {
          at: placeOfValue(stack, port.origin),
          message: `Port ${port.target} of ${service.name} is open to every machine that can reach this one. Publish it on 127.0.0.1 only.`,
          fixes: bindToLoopback(stack, port),
        };
      }
    }
  },
};

function isPublic({ hostIp, published }: PublishedPort): boolean {
  return published !== undefined && isEveryInterface(hostIp);
}

function bindToLoopback(stack: StackContext, { origin }: PublishedPort) {
  const place = placeOfValue(stack, origin);
  const short = /^(["']?)(?:0\.0\.0\.0:|\[::\]:)?([\d${][^"'\s]*:\d+(?:\/tcp)?)\1$/.exec(
    textOf(stack, place),
  );
  if (short === null) return [];
  const [, quote = '', mapping = ''] = short;
  return fixOf('Publish on 127.0.0.1 only', [replaceAt(place, `${quote}127.0.0.1:${mapping}${quote}`)]);
}
