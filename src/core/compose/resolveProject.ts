import { appendAll } from '../appendAll';
import { reveal } from '../secret';
import { holdsPassword, isSecretName as looksSecret } from '../secretNames';
import { discoverFiles, ENV_FILE } from './discover';
import { settingProblems } from './composeSettings';
import { shellVariables } from './environment';
import type { IsSecret } from './environment';
import { adoptExternalNames } from './externalNames';
import { readLayers } from './layers';
import { mergeFiles } from './merge';
import { directoryOf } from './paths';
import { ProjectEnvironmentReader } from './projectEnvironment';
import { chooseProjectName } from './projectName';
import type {
  ComposeProject,
  ComposeService,
  ComposeVolume,
  LoadProblem,
  ProjectVariable,
  VariableReference,
} from './project';
import { checkReferences } from './references';
import { checkModel } from './schema/checkModel';
import { secretCarriers } from './secretCarriers';
import { readService } from './service';
import { hideSharedSecrets } from './sharedSecrets';
import type { ServiceContext } from './service';
import type { FileContent, Sources } from './sources';
import { createSources } from './sources';
import type { MapNode } from './tree';
import { child, isTrue, textOf } from './tree';
import type { YamlReader } from './yamlReader';
import type { SourceDocument } from './yamlSource';

export interface ResolveInput {
  /** The name of the stack's folder: the project's name when nothing else gives one. */
  readonly folderName: string;
  /** What has been read so far, by path relative to the stack's folder. */
  readonly files: ReadonlyMap<string, FileContent>;
  /** The process environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What separates the paths of COMPOSE_FILE on this system; a colon when it is left out. */
  readonly pathListSeparator?: string;
  /** Keeps what it read between calls. */
  readonly reader: YamlReader;
  /** Names that are secret; a value with a password in a URL is one whatever its name. */
  readonly isSecretName?: (name: string) => boolean;
}

export type ResolveResult =
  | { readonly kind: 'needs'; readonly paths: readonly string[] }
  | { readonly kind: 'project'; readonly project: ComposeProject };

/**
 * Resolves a compose project from the files given. As long as files are missing from the input it names them, so that
 * the caller can read them and ask again.
 */
export function resolveProject(input: ResolveInput): ResolveResult {
  const isSecretName = input.isSecretName ?? looksSecret;
  const sources = createSources(input.files);
  const project = resolve(input, sources, isSecretName);
  if (sources.needs.size > 0) return { kind: 'needs', paths: [...sources.needs] };
  // What a variable is for shows only once all is resolved; then every other use of it is a secret as well.
  const carriers = secretCarriers(project, isSecretName);
  if (carriers.size === 0) return { kind: 'project', project };
  const isSecretOrCarrier = (name: string): boolean => carriers.has(name) || isSecretName(name);
  return { kind: 'project', project: resolve(input, createSources(input.files), isSecretOrCarrier) };
}

function resolve(
  input: ResolveInput,
  sources: Sources,
  isSecretName: (name: string) => boolean,
): ComposeProject {
  const secretNames = new Map<string, boolean>();
  const isSecret: IsSecret = (name, value) => {
    const isSecretByName = secretNames.get(name) ?? isSecretName(name);
    secretNames.set(name, isSecretByName);
    return isSecretByName || holdsPassword(value);
  };
  const problems: LoadProblem[] = sources.problems;
  const references: VariableReference[] = [];
  const written = new Map<string, readonly SourceDocument[]>();
  const { reader } = input;

  const shell = shellVariables(input.environment, isSecret);
  const environments = new ProjectEnvironmentReader(shell, sources, isSecret);
  const first = environments.first();
  const composeFiles = discoverFiles(first.variables, input.pathListSeparator ?? ':', sources);
  const directory = directoryOf(composeFiles[0] ?? '');
  // Compose looks for `.env` where it is called and then beside the first compose file; the first one wins.
  const second = environments.beside(directory, first);
  const settings = settingProblems(first.variables, composeFiles[0] ?? ENV_FILE);
  appendAll(problems, [...first.problems, ...second.problems, ...settings]);

  const folderName = directory === '' ? input.folderName : (directory.split('/').at(-1) ?? '');
  const name = chooseProjectName(folderName, composeFiles, second.variables, sources, reader);
  problems.push(...name.problems);
  const variables = withProjectName(second.variables, name.text);

  const scope = {
    variables,
    isSecret,
    directory,
    record: { references, problems, written },
    sources,
    reader,
  };
  const layers = composeFiles.flatMap((path) =>
    readLayers(path, { ...scope, cache: new Map(), includedBy: [] }),
  );
  const states: MapNode[] = [];
  let root: MapNode | undefined;
  for (const layer of layers) {
    const state = mergeFiles(root ?? EMPTY, layer, problems);
    states.push(state);
    root = adoptExternalNames(state, problems);
  }
  const services = hideSharedSecrets(
    readServices(root, {
      projectVariable: (variable) => variables.get(variable),
      sources,
      isSecret,
      problems,
      profiles: activeProfiles(variables),
    }),
  );
  const project: ComposeProject = {
    name: name.text,
    services,
    volumes: readVolumes(root, name.text),
    environment: variables,
    envFile: withEnvFileOrder(first.fromFiles, second.fromFiles),
    references,
    composeFiles,
    written,
    problems,
  };
  if (root === undefined || holdsNothing(root)) problems.push(...emptyFiles(composeFiles, problems));
  else {
    appendAll(problems, checkModel(states, root, project));
    appendAll(problems, checkReferences(root, project));
  }
  return project;
}

/** Compose drops these keys before it looks. */
function holdsNothing(root: MapNode): boolean {
  return [...root.entries.keys()].every((key) => key === 'version' || key === 'include');
}

/** Compose files that hold nothing at all are an error of their own, unless another one explains it. */
function emptyFiles(paths: readonly string[], problems: readonly LoadProblem[]): readonly LoadProblem[] {
  const [path] = paths;
  if (path === undefined || problems.some((problem) => paths.includes(problem.path))) return [];
  const message =
    'This compose file is empty, so compose refuses it. Add “services:” with what the stack runs.';
  return [{ code: 'compose/schema', message, path, span: { start: 0, end: 0 } }];
}

/** Nothing: merging a first file into it drops what that file resets. */
const EMPTY: MapNode = { kind: 'map', origin: { path: '', span: { start: 0, end: 0 } }, entries: new Map() };

/** The project's own name can always be interpolated. */
function withProjectName(
  variables: ReadonlyMap<string, ProjectVariable>,
  name: string,
): ReadonlyMap<string, ProjectVariable> {
  const key = 'COMPOSE_PROJECT_NAME';
  const own = { name: key, value: name, origin: variables.get(key)?.origin, source: 'shell' } as const;
  return new Map(variables).set(key, variables.get(key) ?? own);
}

/** What both `.env` files say; a name without a value leaves the other file's. */
function withEnvFileOrder(
  winner: ReadonlyMap<string, ProjectVariable>,
  other: ReadonlyMap<string, ProjectVariable>,
): ReadonlyMap<string, ProjectVariable> {
  const merged = new Map(winner);
  for (const [name, variable] of other) {
    if (merged.get(name)?.value === undefined) merged.set(name, variable);
  }
  return merged;
}

function activeProfiles(variables: ReadonlyMap<string, ProjectVariable>): ReadonlySet<string> {
  const selected = variables.get('COMPOSE_PROFILES')?.value ?? '';
  return new Set(
    reveal(selected)
      .split(',')
      .map((profile) => profile.trim()),
  );
}

function readServices(root: MapNode | undefined, context: ServiceContext): ComposeProject['services'] {
  const services = new Map<string, ComposeService>();
  const section = child(root, 'services');
  if (section?.kind !== 'map') return services;
  for (const [name, entry] of section.entries) {
    if (entry.value.kind === 'map') services.set(name, readService(name, entry, entry.value, context));
  }
  return services;
}

function readVolumes(root: MapNode | undefined, projectName: string): ComposeProject['volumes'] {
  const volumes = new Map<string, ComposeVolume>();
  const section = child(root, 'volumes');
  if (section?.kind !== 'map') return volumes;
  for (const [key, { keyOrigin, value }] of section.entries) {
    const isExternal = isTrue(child(value, 'external'));
    const name = textOf(child(value, 'name')) || (isExternal ? key : `${projectName}_${key}`);
    volumes.set(key, { key, name, isExternal, origin: keyOrigin });
  }
  return volumes;
}
