import type { ComposeProject, ComposeService } from '../../../src/core/compose/project';
import type { Container } from '../../../src/core/stack/container';

const nowhere = { path: 'compose.yaml', span: { start: 0, end: 0 } };

/** A declared, active service; only what matters to the test need be given. */
export function service(
  name: string,
  image: string | undefined,
  more: Partial<ComposeService> = {},
): ComposeService {
  return {
    name,
    origin: nowhere,
    image: image === undefined ? undefined : { value: image, origin: nowhere },
    isActive: true,
    environment: new Map(),
    unset: new Map(),
    envFiles: [],
    ports: [],
    mounts: [],
    dependsOn: new Map(),
    command: undefined,
    entrypoint: undefined,
    healthcheck: undefined,
    startInterval: undefined,
    restart: undefined,
    networkMode: undefined,
    memoryLimit: undefined,
    openFilesLimit: undefined,
    ...more,
  };
}

export function project(
  services: readonly ComposeService[],
  more: Partial<ComposeProject> = {},
): ComposeProject {
  return {
    name: 'stack',
    services: new Map(services.map((each) => [each.name, each])),
    volumes: new Map(),
    environment: new Map(),
    envFile: new Map(),
    references: [],
    composeFiles: ['compose.yaml'],
    written: new Map(),
    problems: [],
    ...more,
  };
}

/** A running container without a healthcheck; only what matters to the test need be given. */
export function container(serviceName: string, more: Partial<Container> = {}): Container {
  return {
    id: `id-of-${serviceName}`,
    name: `stack-${serviceName}-1`,
    service: serviceName,
    number: 1,
    image: `${serviceName}:1`,
    imageId: 'sha256:0a',
    environment: new Map(),
    status: 'running',
    exitCode: 0,
    error: '',
    isOomKilled: false,
    startedAt: '2026-01-01T00:00:00Z',
    finishedAt: undefined,
    restartCount: 0,
    restartPolicy: 'always',
    health: undefined,
    ports: [],
    volumes: [],
    hasTty: false,
    ...more,
  };
}
