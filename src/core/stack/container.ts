import type { Secret } from '../secret';

/** What an engine says about one container of a compose project. Plain data, independent of the engine's API. */
export interface Container {
  readonly id: string;
  /** Without the leading slash. */
  readonly name: string;
  /** The compose service it runs. */
  readonly service: string;
  /** The replica's number, from 1. */
  readonly number: number;
  /** The image reference it was created from, as the compose file had it then. */
  readonly image: string;
  /** The image's identity on its engine: what a tag that has moved since meant then. */
  readonly imageId: string;
  /** What it was created with, its image's own variables included. Any of them may be a secret. */
  readonly environment: ReadonlyMap<string, Secret>;
  readonly status: ContainerStatus;
  /** Of the last run; 0 while it has not ended once. */
  readonly exitCode: number;
  /** Why the engine could not start it the last time; empty otherwise. */
  readonly error: string;
  /** Whether the kernel killed one of its processes for memory. The container itself may run on. */
  readonly isOomKilled: boolean;
  /** ISO 8601, by the engine's clock; undefined before the first start. */
  readonly startedAt: string | undefined;
  readonly finishedAt: string | undefined;
  /** Restarts by the engine since the container was created; those by hand do not count. */
  readonly restartCount: number;
  /** Such as `always`; empty when the engine has none for it. */
  readonly restartPolicy: string;
  /** Bytes that all of its processes together may use; undefined without a limit. */
  readonly memoryLimit?: number | undefined;
  /** Undefined without a healthcheck. */
  readonly health: ContainerHealth | undefined;
  readonly ports: readonly BoundPort[];
  readonly volumes: readonly MountedVolume[];
  /** Configuration of the host that is mounted into it; undefined where there is none or it cannot be seen. */
  readonly files?: readonly MountedFile[] | undefined;
  /** With a terminal, stdout and stderr are one raw stream. */
  readonly hasTty: boolean;
}

export type ContainerStatus =
  'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead' | 'unknown';

export interface ContainerHealth {
  readonly status: 'starting' | 'healthy' | 'unhealthy';
  /** Failed runs since the last good one. */
  readonly failingStreak: number;
  /** What the last run printed; undefined before the first one. */
  readonly lastOutput: string | undefined;
  readonly lastExitCode: number | undefined;
  /** When the last run ended: ISO 8601 by the engine's clock. */
  readonly lastRunAt?: string | undefined;
}

/** A volume of the engine that is mounted into the container, anonymous ones included. */
export interface MountedVolume {
  readonly name: string;
  /** The path inside the container. */
  readonly target: string;
}

/** A file of the host, or a folder of files, that is mounted into the container. */
export interface MountedFile {
  /** The path inside the container. */
  readonly target: string;
  /** When the newest part of it was written; milliseconds since 1970. */
  readonly modifiedAt: number;
}

/** A port of the host that leads into the container, as bound by the engine. */
export interface BoundPort {
  readonly hostIp: string;
  readonly published: number;
  readonly target: number;
  readonly protocol: string;
}
