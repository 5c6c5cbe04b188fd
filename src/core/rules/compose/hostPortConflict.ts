import type { PublishedPort } from '../../compose/project';
import type { Fix } from '../../diagnostic';
import { fixOf, replaceAt } from '../edits';
import { placeOfValue, textOf } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

interface Taken {
  readonly name: string;
  readonly port: PublishedPort;
}

export const hostPortConflict: Rule = {
  code: 'compose/host-port-conflict',
  severity: 'error',
  summary: 'Two services publish the same port of the machine.',
  explanation:
    'A port of the machine belongs to one container. The second one does not start (`port is already allocated`). The port behind the last colon may be the same, since each container has its own; give one of them another port in front. An override file adds its ports to those of the base file, unless the list is marked `!override`.',
  *check(stack) {
    const taken = new Map<string, Taken[]>();
    for (const { name, ports, isActive } of stack.project.services.values()) {
      if (!isActive) continue;
      for (const port of ports) {
        if (port.published === undefined) continue;
        const key = `${port.published}/${port.protocol}`;
        const earlier = taken.get(key) ?? [];
        const other = earlier.find((one) => one.name !== name && isSameInterface(one.port, port));
        // One that conflicts already says all there is to say about its port.
        if (other === undefined) taken.set(key, [...earlier, { name, port }]);
        else {
          yield {
            at: placeOfValue(stack, port.origin),
            message: `${other.name} publishes port ${port.published} as well, so one of the two does not start. Publish ${name} on another port.`,
            related: [
              { ...placeOfValue(stack, other.port.origin), message: `${other.name} publishes it here.` },
            ],
            fixes: moved(stack, port, taken),
          };
        }
      }
    }
  },
};

function isSameInterface(a: PublishedPort, b: PublishedPort): boolean {
  return a.hostIp === b.hostIp || a.hostIp === '' || b.hostIp === '';
}

/** The next port that nothing here publishes. */
function moved(
  stack: StackContext,
  { published, origin }: PublishedPort,
  taken: ReadonlyMap<string, unknown>,
): readonly Fix[] {
  const place = placeOfValue(stack, origin);
  const [, before = '', host] =
    /^(["']?(?:[\d.]+:|\[[\da-fA-F:]*\]:)?)(\d+):\d+(?:\/\w+)?["']?$/.exec(textOf(stack, place)) ?? [];
  if (host === undefined || published === undefined) return [];
  let free = published + 1;
  while (taken.has(`${free}/tcp`) || taken.has(`${free}/udp`)) free++;
  const start = place.span.start + before.length;
  const span = { start, end: start + host.length };
  return free > 65_535
    ? []
    : fixOf(`Publish on ${free}`, [replaceAt({ path: place.path, span }, String(free))], 'offered');
}
