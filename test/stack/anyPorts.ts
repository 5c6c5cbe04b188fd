/** An override file with ports of the engine's choice, so that a suite can run beside another stack. */
export const ANY_PORTS = `services:
  langfuse-web: { ports: !override ["127.0.0.1::3000"] }
  langfuse-worker: { ports: !reset [] }
  clickhouse: { ports: !reset [] }
  postgres: { ports: !reset [] }
  redis: { ports: !reset [] }
  minio: { ports: !reset [] }
`;
