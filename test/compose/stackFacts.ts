import { resolve } from 'node:path';
import type { ComposeProject, ComposeService, Mount } from '../../src/core/compose/project';
import { reveal } from '../../src/core/secret';
import type { Value } from '../../src/core/secret';
import type { ComposeModel, ComposeModelService } from './composeConfig';

/** A stack in a form that both readers can be brought to without losing what they could differ in. */
export interface StackFacts {
  readonly name: string;
  readonly services: Readonly<Record<string, ServiceFacts>>;
  /** Of the active services' mounts, by key: `name`, or `name (external)`. */
  readonly volumes: Readonly<Record<string, string>>;
}

export interface ServiceFacts {
  readonly image: string | undefined;
  /** null: passed through without a value. */
  readonly environment: Readonly<Record<string, string | null>>;
  readonly command: readonly string[] | undefined;
  readonly entrypoint: readonly string[] | undefined;
  readonly ports: readonly string[];
  readonly mounts: readonly string[];
  readonly dependsOn: readonly string[];
  readonly healthcheck: readonly string[] | undefined;
  readonly restart: string | undefined;
  readonly networkMode: string | undefined;
}

export function factsOfModel(model: ComposeModel): StackFacts {
  return {
    name: model.name,
    services: mapValues(model.services ?? {}, modelService),
    volumes: mapValues(model.volumes ?? {}, ({ name, external }) => volumeFact(name, external === true)),
  };
}

function modelService(service: ComposeModelService): ServiceFacts {
  const ports = service.ports ?? [];
  const mounts = service.volumes ?? [];
  const dependencies = Object.entries(service.depends_on ?? {});
  const { healthcheck } = service;
  return {
    image: service.image === undefined ? undefined : plain(service.image),
    environment: Object.fromEntries(
      Object.entries(service.environment ?? {}).map(([name, value]) => [
        plain(name),
        value === null ? null : plain(value),
      ]),
    ),
    command: service.command?.map(plain),
    entrypoint: service.entrypoint?.map(plain),
    ports: ports
      .map((port) => portFact(port.host_ip, fixedPort(port.published), port.target, port.protocol ?? 'tcp'))
      .sort(),
    mounts: [
      ...mounts.map((mount) =>
        mountFact(mount.type, plain(mount.source ?? ''), plain(mount.target), mount.read_only === true),
      ),
      ...(service.tmpfs ?? []).map((mount) => mountFact('tmpfs', '', mount.split(':', 1)[0]!, false)),
    ].sort(),
    dependsOn: dependencies
      .map(([name, { condition, required }]) => dependencyFact(name, condition, required))
      .sort(),
    healthcheck: healthcheck?.disable === true ? ['NONE'] : healthcheck?.test?.map(plain),
    restart: service.restart,
    networkMode: service.network_mode,
  };
}

export function factsOfProject(project: ComposeProject, folder: string, home: string): StackFacts {
  const active = [...project.services.values()].filter((service) => service.isActive);
  const used = new Set(
    active.flatMap(({ mounts }) =>
      mounts.flatMap(({ kind, source }) => (kind === 'volume' && source !== '' ? [source] : [])),
    ),
  );
  const volumes = [...project.volumes.values()].filter(({ key }) => used.has(key));
  return {
    name: project.name,
    services: Object.fromEntries(
      active.map((service) => [service.name, projectService(service, folder, home)]),
    ),
    volumes: Object.fromEntries(
      volumes.map(({ key, name, isExternal }) => [key, volumeFact(name, isExternal)]),
    ),
  };
}

function projectService(service: ComposeService, folder: string, home: string): ServiceFacts {
  const words = (values: readonly Value[] | undefined): readonly string[] | undefined => values?.map(reveal);
  return {
    image: service.image?.value,
    environment: Object.fromEntries([
      ...[...service.environment.values()].map(({ name, value }) => [name, reveal(value)] as const),
      ...[...service.unset.keys()].map((name) => [name, null] as const),
    ]),
    command: words(service.command?.value),
    entrypoint: words(service.entrypoint?.value),
    ports: service.ports
      .map(({ hostIp, published, target, protocol }) => portFact(hostIp, published, target, protocol))
      .sort(),
    mounts: service.mounts
      .map((mount) => mountFact(mount.kind, sourceOf(mount, folder, home), mount.target, mount.isReadOnly))
      .sort(),
    dependsOn: [...service.dependsOn]
      .map(([name, { condition, isRequired }]) => dependencyFact(name, condition, isRequired))
      .sort(),
    healthcheck: words(service.healthcheck?.test),
    restart: service.restart?.value,
    networkMode: service.networkMode?.value,
  };
}

/** Compose's output is a compose file again, in which a dollar is written twice. */
function plain(text: string): string {
  return text.replaceAll('$$', '$');
}

/** The engine picks a port of a range, so no single one is published. */
function fixedPort(published: string | undefined): number | undefined {
  return published === undefined || published.includes('-') ? undefined : Number(published);
}

function portFact(
  hostIp: string | undefined,
  published: number | undefined,
  target: number,
  protocol: string,
): string {
  return `${hostIp ? `[${hostIp}]:` : ''}${published ?? 'any'}:${target}/${protocol}`;
}

/** The model keeps a host path as it is written, from the stack's folder. */
function sourceOf({ kind, source }: Mount, folder: string, home: string): string {
  if (kind !== 'bind' || /^[A-Za-z]:/.test(source)) return source;
  return resolve(folder, source.replace(/^~(?=\/|$)/, home));
}

function mountFact(kind: string, source: string, target: string, isReadOnly: boolean): string {
  return `${kind} ${source || '(none)'} at ${target}${isReadOnly ? ', read-only' : ''}`;
}

function dependencyFact(name: string, condition: string, isRequired: boolean): string {
  return `${name}: ${condition}${isRequired ? '' : ', optional'}`;
}

function volumeFact(name: string, isExternal: boolean): string {
  return isExternal ? `${name} (external)` : name;
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
