import assert from 'node:assert/strict';
import type { ComposeService } from '../../../../src/core/compose/project';
import { parseImage, roleOf } from '../../../../src/core/langfuse/roles';

const nowhere = { path: 'compose.yaml', span: { start: 0, end: 0 } };

function serviceOf(image: string | undefined): ComposeService {
  return {
    name: 'any',
    origin: nowhere,
    image: image === undefined ? undefined : { value: image, origin: nowhere },
    isActive: true,
    environment: new Map(),
    ports: [],
    mounts: [],
    dependsOn: new Map(),
    command: undefined,
    entrypoint: undefined,
    healthcheck: undefined,
    unset: new Map(),
    envFiles: [],
    restart: undefined,
    networkMode: undefined,
    memoryLimit: undefined,
    openFilesLimit: undefined,
    startInterval: undefined,
  };
}

suite('parseImage', () => {
  const cases: readonly (readonly [string, string, string | undefined, string | undefined])[] = [
    ['redis', 'redis', undefined, undefined],
    ['docker.io/redis:7', 'docker.io/redis', '7', undefined],
    ['localhost:5000/redis', 'localhost:5000/redis', undefined, undefined],
    ['localhost:5000/redis:7@sha256:ab', 'localhost:5000/redis', '7', 'sha256:ab'],
    ['redis@sha256:ab', 'redis', undefined, 'sha256:ab'],
  ];
  for (const [reference, repository, tag, digest] of cases) {
    test(reference, () => assert.deepEqual(parseImage(reference), { repository, tag, digest }));
  }
});

suite('roleOf', () => {
  const cases: readonly (readonly [string | undefined, string | undefined])[] = [
    ['docker.io/langfuse/langfuse:3', 'web'],
    ['ghcr.io/langfuse/langfuse', 'web'],
    ['docker.langfuse.com/langfuse/langfuse-worker:3.1', 'worker'],
    ['registry.example.com:5000/mirror/langfuse-worker@sha256:ab', 'worker'],
    ['clickhouse/clickhouse-server:25.8', 'clickhouse'],
    ['altinity/clickhouse-server:25.3', 'clickhouse'],
    ['bitnami/clickhouse', 'clickhouse'],
    ['postgres:17', 'postgres'],
    ['bitnamilegacy/postgresql:16', 'postgres'],
    ['valkey/valkey:8', 'redis'],
    ['cgr.dev/chainguard/minio', 's3'],
    ['chrislusf/seaweedfs', 's3'],
    // Names that merely contain a repository's name.
    ['example/langfuse-exporter', undefined],
    ['oliver006/redis_exporter', undefined],
    ['minio/mc', undefined],
    [undefined, undefined],
  ];
  for (const [image, role] of cases) {
    test(`${image ?? 'no image'} is ${role ?? 'no part of Langfuse'}`, () =>
      assert.equal(roleOf(serviceOf(image)), role));
  }
});
