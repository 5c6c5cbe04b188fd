import { keyValues, reservedDevices, texts } from './common';
import * as scalars from './scalars';
import { listOf, optional, record } from './shape';

const { bytesText, count, duration, number, text } = scalars;

const rollout = record({
  delay: duration,
  failure_action: text,
  max_failure_ratio: number,
  monitor: duration,
  order: scalars.oneOf('start-first', 'stop-first'),
  parallelism: count,
});

const genericResource = record({
  discrete_resource_spec: record({ kind: text, value: scalars.numberOrIntegerText }),
});

export const deploy = optional(
  record({
    endpoint_mode: text,
    labels: keyValues,
    mode: text,
    placement: record({
      constraints: texts,
      max_replicas_per_node: count,
      preferences: listOf(record({ spread: text })),
    }),
    replicas: scalars.containerCount,
    resources: record({
      limits: record({ cpus: number, memory: bytesText, pids: scalars.integer }),
      reservations: record({
        cpus: number,
        devices: reservedDevices,
        generic_resources: listOf(genericResource),
        memory: bytesText,
      }),
    }),
    restart_policy: record({ condition: text, delay: duration, max_attempts: count, window: duration }),
    rollback_config: rollout,
    update_config: rollout,
  }),
);
