import type { Repair } from './schema/repair';
import type { Value } from '../secret';
import type { Location } from '../text';
import type { SourceDocument } from './yamlSource';

/** A compose project after interpolation, merging and casting: what `docker compose config` would say, with origins. */
export interface ComposeProject {
  /** Normalised as compose does; prefixes volumes and networks on the engine. */
  readonly name: string;
  /** Every declared service, also those whose profile is not active. In file order. */
  readonly services: ReadonlyMap<string, ComposeService>;
  readonly volumes: ReadonlyMap<string, ComposeVolume>;
  /** The project environment: shell over `.env`, plus what `.env` defines. */
  readonly environment: ReadonlyMap<string, ProjectVariable>;
  /** What `.env` alone says: its own values, even where the shell wins over them. */
  readonly envFile: ReadonlyMap<string, ProjectVariable>;
  /** Every `${…}` of the compose files, in file order. */
  readonly references: readonly VariableReference[];
  /** Paths of the compose files in merge order, relative to the stack's folder. */
  readonly composeFiles: readonly string[];
  /** How each compose file that was read is written, also included and extended ones, by path. */
  readonly written: ReadonlyMap<string, readonly SourceDocument[]>;
  /** What keeps compose from loading the files. Empty when the project is sound. */
  readonly problems: readonly LoadProblem[];
}

export interface LoadProblem extends Location {
  /** The diagnostic code, such as `compose/yaml-syntax` or `env/unterminated-quote`. */
  readonly code: string;
  readonly message: string;
  /** The line, from 1, that compose names in its own error where that is not the line of the span. */
  readonly composeLine?: number;
  /** What would resolve it, where the loader knows. */
  readonly repair?: Repair;
}

/** A value and the place in a file that gave it. */
export interface Leaf<T> {
  readonly value: T;
  readonly origin: Location;
}

/** A variable of the project environment. */
export interface ProjectVariable {
  readonly name: string;
  /** undefined: named without `=` in `.env` and absent from the shell. */
  readonly value: Value | undefined;
  /** Where `.env` defines it; undefined when it comes from the shell alone. */
  readonly origin: Location | undefined;
  readonly source: 'shell' | 'env-file';
}

/** One `${NAME…}` or `$NAME` in a compose file. */
export interface VariableReference extends Location {
  readonly name: string;
  /** The operator with its colon, such as `:-` or `?`; empty for a plain reference. */
  readonly operator: '' | ':-' | '-' | ':?' | '?' | ':+' | '+';
  /** What the reference yielded its value from. `unset` yields the empty string. */
  readonly resolution: 'shell' | 'env-file' | 'default' | 'unset' | 'error';
  /** False inside a default that was not needed: compose does not look at it. */
  readonly isEvaluated: boolean;
}

/** What a container receives under one name, from `environment` or `env_file`. */
export interface ContainerVariable {
  readonly name: string;
  readonly value: Value;
  /** The place that decided: the `environment` entry or the line of the `env_file`. */
  readonly origin: Location;
  /** The value itself, for edits; equals `origin` when the entry has none of its own. */
  readonly valueOrigin: Location;
  readonly source: 'environment' | 'env-file';
  /** The project variable whose value is passed on: the entry only names it. */
  readonly passedOn?: ProjectVariable;
}

export interface ComposeService {
  readonly name: string;
  /** The key in the compose file that declares it. */
  readonly origin: Location;
  /** The image reference after interpolation; undefined for a service that is only built. */
  readonly image: Leaf<string> | undefined;
  /** Whether the selected profiles include it. */
  readonly isActive: boolean;
  readonly environment: ReadonlyMap<string, ContainerVariable>;
  /** Names to pass through that the project has no value for: the container lacks them even if its image sets them. */
  readonly unset: ReadonlyMap<string, Location>;
  /** In order: a later one wins. Those that do not exist are listed as well. */
  readonly envFiles: readonly ServiceEnvFile[];
  readonly ports: readonly PublishedPort[];
  readonly mounts: readonly Mount[];
  readonly dependsOn: ReadonlyMap<string, Dependency>;
  /** String forms are split into words as compose does. */
  readonly command: Leaf<readonly Value[]> | undefined;
  readonly entrypoint: Leaf<readonly Value[]> | undefined;
  readonly healthcheck: Healthcheck | undefined;
  /** How often it is looked while the container starts, as written; also where the image brings the healthcheck. */
  readonly startInterval: Leaf<string> | undefined;
  readonly restart: Leaf<string> | undefined;
  readonly networkMode: Leaf<string> | undefined;
  /** As written, such as `4g`: of `mem_limit` or `deploy.resources.limits.memory`. */
  readonly memoryLimit: Leaf<string> | undefined;
  /** The soft limit of open files, as written. */
  readonly openFilesLimit: Leaf<string> | undefined;
}

export interface ServiceEnvFile {
  /** Relative to the stack's folder, or absolute. */
  readonly path: string;
  /** A `raw` file is taken as it is: no quotes, no references. */
  readonly format: 'compose' | 'raw';
}

export interface PublishedPort {
  /** Empty when the port is bound to every interface. */
  readonly hostIp: string;
  /** Undefined when the engine picks one. */
  readonly published: number | undefined;
  readonly target: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  readonly origin: Location;
}

export interface Mount {
  readonly kind: 'volume' | 'bind' | 'tmpfs' | 'other';
  /** The volume's key, or the host path; empty for an anonymous volume. */
  readonly source: string;
  readonly target: string;
  readonly isReadOnly: boolean;
  readonly origin: Location;
}

export interface Dependency {
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
  /** Without it, compose warns instead of failing when the dependency is missing. */
  readonly isRequired: boolean;
  readonly origin: Location;
}

export interface Healthcheck {
  /** As compose passes it: `['CMD', …]` or `['CMD-SHELL', script]`; `['NONE']` when it is disabled. */
  readonly test: readonly Value[];
  readonly origin: Location;
}

export interface ComposeVolume {
  /** The key under `volumes`. */
  readonly key: string;
  /** Its name on the engine: `<project>_<key>` unless the file names it. */
  readonly name: string;
  readonly isExternal: boolean;
  readonly origin: Location;
}
