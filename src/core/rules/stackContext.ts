import type { ComposeProject, ComposeService } from '../compose/project';
import { isYamlPath } from '../compose/paths';
import { ReferenceIndex } from '../compose/referenceIndex';
import type { FileFacts } from '../fileFacts';
import type { EnvAssignment, EnvDocument } from '../env/parse';
import { parseEnv } from '../env/parse';
import type { Role } from '../langfuse/roles';
import { roleOf } from '../langfuse/roles';
import { langfuseMajor } from '../langfuse/versions';
import { partitionPoint } from '../partitionPoint';
import type { EngineFacts } from '../stack/engineFacts';
import type { Location } from '../text';
import { YamlFile } from './yamlFile';

/** What the rules look at: the resolved project, its files, and answers that several rules need. */
export interface StackContext {
  readonly project: ComposeProject;
  /** By path relative to the stack's folder. */
  readonly texts: ReadonlyMap<string, string>;
  /** By path; what is not there is not known. */
  readonly facts: ReadonlyMap<string, FileFacts>;
  /** Of `.env.example`; undefined when there is none or it is not known. */
  readonly exampleText: string | undefined;
  /** Undefined where nothing but compose is asked. */
  readonly readAsProgram: ProgramReader | undefined;
  /** What the engine says of the stack; undefined where no engine is asked. */
  readonly engine: EngineFacts | undefined;
  /** Active services of a role, in file order; Langfuse of version 3 and newer only. */
  readonly services: (role: Role) => readonly ComposeService[];
  /** Web and worker. */
  readonly langfuseServices: readonly ComposeService[];
  /** The major version of Langfuse that all its services run; undefined when they differ or do not say. */
  readonly langfuseMajor: number | undefined;
  /**
   * Whether everything that the files say was read. Otherwise nothing may be called missing: it may stand in the
   * part that could not be read.
   */
  readonly isComplete: boolean;
  /** The `.env` and every env_file that was read, but not those that compose takes as they are (`format: raw`). */
  readonly envDocuments: ReadonlyMap<string, EnvDocument>;
  /** Of the compose files, by place. */
  readonly references: ReferenceIndex;
  /** Undefined for a file that was not read. */
  readonly yamlFile: (path: string) => YamlFile | undefined;
}

/** What a context is made of. */
interface StackSources {
  readonly project: ComposeProject;
  readonly texts: ReadonlyMap<string, string>;
  readonly facts?: ReadonlyMap<string, FileFacts>;
  readonly exampleText?: string;
  readonly readAsProgram?: ProgramReader;
  readonly engine?: EngineFacts | undefined;
}

/** How a program that loads an env file itself reads a text: the values by name. */
export type ProgramReader = (text: string) => Readonly<Record<string, string | undefined>>;

/** Problems that leave every name and every other value in place. */
const HARMLESS_PROBLEMS: ReadonlySet<string> = new Set([
  'compose/required-missing',
  'compose/invalid-interpolation',
  'compose/undefined-reference',
  'env/required-missing',
  'env/invalid-interpolation',
]);

export function createStackContext(sources: StackSources): StackContext {
  const {
    project,
    texts,
    facts = new Map<string, FileFacts>(),
    exampleText,
    readAsProgram,
    engine,
  } = sources;
  const byRole = servicesByRole(project);
  const services = (role: Role) => byRole.get(role) ?? [];
  const langfuseServices = [...services('web'), ...services('worker')];
  const yamlFiles = new Map<string, YamlFile>();
  const rawFiles = rawEnvFiles(project);
  return {
    project,
    texts,
    facts,
    exampleText,
    readAsProgram,
    engine,
    services,
    langfuseServices,
    langfuseMajor: commonMajor(langfuseServices),
    isComplete: project.problems.every(({ code }) => HARMLESS_PROBLEMS.has(code)),
    envDocuments: new Map(
      [...texts]
        .filter(([path]) => !isYamlPath(path) && !rawFiles.has(path))
        .map(([path, text]) => [path, parseEnv(text)]),
    ),
    references: new ReferenceIndex(project.references),
    yamlFile(path) {
      const text = texts.get(path);
      const written = project.written.get(path);
      if (text === undefined || written === undefined) return undefined;
      const file = yamlFiles.get(path) ?? new YamlFile(path, text, written);
      yamlFiles.set(path, file);
      return file;
    },
  };
}

/** The assignment of an env file that a location lies in. */
export function assignmentAt(stack: StackContext, { path, span }: Location): EnvAssignment | undefined {
  const items = stack.envDocuments.get(path)?.items ?? [];
  const item = items[partitionPoint(items, (one) => one.span.end <= span.start)];
  return item?.kind === 'assignment' && item.span.start <= span.start ? item : undefined;
}

/** Every `NAME=…` of the env files, with its place. */
export function* assignments(
  stack: StackContext,
): Iterable<{ readonly path: string; readonly item: EnvAssignment }> {
  for (const [path, { items }] of stack.envDocuments)
    for (const item of items) if (item.kind === 'assignment') yield { path, item };
}

function servicesByRole({ services }: ComposeProject): ReadonlyMap<Role, readonly ComposeService[]> {
  const byRole = new Map<Role, ComposeService[]>();
  for (const service of services.values()) {
    const role = service.isActive ? roleOf(service) : undefined;
    if (role === undefined || !isOfOurTime(service)) continue;
    const known = byRole.get(role);
    if (known === undefined) byRole.set(role, [service]);
    else known.push(service);
  }
  return byRole;
}

// Up to version 2 Langfuse was one container and Postgres: nothing that the rules say is true of it.
function isOfOurTime(service: ComposeService): boolean {
  const major = roleOf(service) === 'web' && service.image ? langfuseMajor(service.image.value) : undefined;
  return major === undefined || major >= 3;
}

// Quotes, references and comments mean nothing there.
function rawEnvFiles({ services }: ComposeProject): ReadonlySet<string> {
  const envFiles = [...services.values()].flatMap((service) => service.envFiles);
  return new Set(envFiles.filter(({ format }) => format === 'raw').map(({ path }) => path));
}

function commonMajor(services: readonly ComposeService[]): number | undefined {
  const majors = new Set(
    services.map(({ image }) => (image === undefined ? undefined : langfuseMajor(image.value))),
  );
  return majors.size === 1 ? [...majors][0] : undefined;
}
