import type { ComposeService } from '../../compose/project';
import type { Location } from '../../text';
import { fixOf, replaceValue } from '../edits';
import { decidingPlace, isMissing, readText } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

const CLUSTER = 'REDIS_CLUSTER_ENABLED';
const SENTINEL = 'REDIS_SENTINEL_ENABLED';
const NODES: readonly (readonly [mode: string, nodes: string])[] = [
  [CLUSTER, 'REDIS_CLUSTER_NODES'],
  [SENTINEL, 'REDIS_SENTINEL_NODES'],
];

export const topology: Rule = {
  code: 'redis/topology',
  severity: 'error',
  summary: 'A cluster or sentinels of Redis are named in a way that Langfuse refuses.',
  explanation:
    'Langfuse reaches Redis at one address, as a cluster, or by sentinels. `REDIS_CLUSTER_ENABLED` and `REDIS_SENTINEL_ENABLED` exclude each other. Each needs its nodes as `host:port`, separated by commas, and sentinels need `REDIS_SENTINEL_MASTER_NAME` besides. Otherwise web and worker stop at start.',
  *check(stack) {
    for (const service of stack.langfuseServices) {
      const isOn = (name: string) => readText(stack, service, name) === 'true';
      const place = (name: string) => placeOf(stack, service, name);
      const both = place(SENTINEL);
      if (isOn(CLUSTER) && isOn(SENTINEL) && both !== undefined)
        yield {
          at: both,
          message: `${service.name} stops at start, because a cluster and sentinels exclude each other. Switch one of them off.`,
          fixes: [CLUSTER, SENTINEL].flatMap((name) => {
            const at = place(name);
            return at === undefined
              ? []
              : fixOf(`Switch ${name} off`, [replaceValue(stack, at, 'false')], 'offered');
          }),
        };
      for (const [mode, name] of NODES) {
        const modePlace = place(mode);
        if (!isOn(mode) || modePlace === undefined) continue;
        const nodes = readText(stack, service, name);
        const at = place(name) ?? modePlace;
        if (isMissing(stack, service, name))
          yield {
            at,
            message: `${service.name} stops at start, because ${name} is not set. Name the nodes as host:port.`,
          };
        else if (nodes !== undefined && !nodes.split(',').every(isNode))
          yield {
            at,
            message: `${service.name} stops at start, because a node here is not written as host:port. Separate nodes by commas.`,
          };
      }
      const sentinelPlace = place(SENTINEL);
      if (!isOn(SENTINEL) || !isMissing(stack, service, 'REDIS_SENTINEL_MASTER_NAME')) continue;
      if (sentinelPlace === undefined) continue;
      yield {
        at: sentinelPlace,
        message: `${service.name} stops at start, because sentinels are asked for a master without a name. Set REDIS_SENTINEL_MASTER_NAME.`,
      };
    }
  },
};

function placeOf(stack: StackContext, { environment }: ComposeService, name: string): Location | undefined {
  const variable = environment.get(name);
  return variable && decidingPlace(stack, variable);
}

function isNode(node: string): boolean {
  return /^\s*(?:[^\s:,/]+|\[[0-9a-f:]+\]):\d{1,5}\s*$/i.test(node);
}
