import type { PublishedPort } from '../../compose/project';
import { placeOfValue } from '../reading';
import type { Rule } from '../rule';

export const hostPortConflict: Rule = {
  code: 'compose/host-port-conflict',
  severity: 'error',
  summary: 'Two services publish the same port of the machine.',
  explanation:
    'A port of the machine belongs to one container. The second one does not start (`port is already allocated`). The port behind the last colon may be the same, since each container has its own; give one of them another port in front. An override file adds its ports to those of the base file, unless the list is marked `!override`.',
  *check(stack) {
    const taken: { readonly name: string; readonly port: PublishedPort }[] = [];
    for (const { name, ports, isActive } of stack.project.services.values()) {
      if (!isActive) continue;
      for (const port of ports) {
        const other = taken.find((earlier) => earlier.name !== name && isSame(earlier.port, port));
        taken.push({ name, port });
        if (other === undefined || port.published === undefined) continue;
        yield {
          at: placeOfValue(stack, port.origin),
          message: `${other.name} publishes port ${port.published} as well, so one of the two does not start. Publish ${name} on another port.`,
          related: [
            { ...placeOfValue(stack, other.port.origin), message: `${other.name} publishes it here.` },
          ],
        };
      }
    }
  },
};

function isSame(a: PublishedPort, b: PublishedPort): boolean {
  if (a.published === undefined || a.published !== b.published || a.protocol !== b.protocol) return false;
  return a.hostIp === b.hostIp || a.hostIp === '' || b.hostIp === '';
}
