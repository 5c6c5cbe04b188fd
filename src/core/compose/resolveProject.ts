import { reveal } from '../secret';
import { holdsPassword, isSecretName as looksSecret } from '../secretNames';
import { composeFileNames, discoverFiles, ENV_FILE } from './discover';
import { shellVariables, withEnvFiles } from './environment';
import type { IsSecret } from './environment';
import { readLayer } from './layer';
import { mergeFiles } from './merge';
import { chooseProjectName } from './projectName';
import type {
  ComposeProject,
  ComposeVolume,
  LoadProblem,
  ProjectVariable,
  VariableReference,
} from './project';
import { checkReferences } from './references';
import { readService, scalarText } from './service';
import type { FileContent, Sources } from './sources';
import { createSources } from './sources';
import type { MapNode } from './tree';
import { child } from './tree';

export interface ResolveInput {
  /** The name of the stack's folder: the project's name when nothing else gives one. */
  readonly folderName: string;
  /** What has been read so far, by path relative to the stack's folder. */
  readonly files: ReadonlyMap<string, FileContent>;
  /** The process environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
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
  const sources = createSources(input.files);
  const project = resolve(input, sources);
  return sources.needs.size > 0 ? { kind: 'needs', paths: [...sources.needs] } : { kind: 'project', project };
}

function resolve(input: ResolveInput, sources: Sources): ComposeProject {
  const isSecretName = input.isSecretName ?? looksSecret;
  const isSecret: IsSecret = (name, value) => isSecretName(name) || holdsPassword(value);
  const problems: LoadProblem[] = sources.problems;
  const references: VariableReference[] = [];

  const shell = shellVariables(input.environment, isSecret);
  const isEnvFileDisabled = /^(1|t|T|TRUE|true|True)$/.test(
    input.environment['COMPOSE_DISABLE_ENV_FILE'] ?? '',
  );
  const envText = isEnvFileDisabled ? null : sources.read(ENV_FILE);
  const environment = withEnvFiles(
    shell,
    envText === null ? [] : [{ path: ENV_FILE, text: envText }],
    isSecret,
  );
  problems.push(...environment.problems);
  const valueOf = (name: string): string => {
    const value = environment.variables.get(name)?.value;
    return value === undefined ? '' : reveal(value);
  };

  const composeFiles = discoverFiles(valueOf, sources);
  const name = chooseProjectName(input.folderName, composeFiles, environment.variables, sources);
  problems.push(...name.problems);
  const lookup = (variable: string): ProjectVariable | undefined =>
    environment.variables.get(variable) ??
    (variable === 'COMPOSE_PROJECT_NAME'
      ? { name: variable, value: name.text, origin: undefined, source: 'shell' }
      : undefined);

  const scope = { lookup, isSecret, directory: '', record: { references, problems } };
  const layers = composeFiles.flatMap((path) => readLayer(path, scope, sources));
  const root = layers.reduce<MapNode | undefined>(
    (base, layer) => (base === undefined ? layer : mergeFiles(base, layer, problems)),
    undefined,
  );
  const services = readServices(root, {
    projectVariable: lookup,
    readFile: (path) => sources.read(path),
    isSecret,
    problems,
    profiles: new Set(
      valueOf('COMPOSE_PROFILES')
        .split(',')
        .map((profile) => profile.trim()),
    ),
  });
  const project: ComposeProject = {
    name: name.text,
    services,
    volumes: readVolumes(root, name.text),
    environment: environment.variables,
    envFile: environment.fromFiles,
    references,
    composeFiles,
    problems,
  };
  if (root !== undefined) problems.push(...checkReferences(root, project));
  return project;
}

function readServices(
  root: MapNode | undefined,
  context: Parameters<typeof readService>[3],
): ComposeProject['services'] {
  const services = new Map<string, ReturnType<typeof readService>>();
  const section = child(root, 'services');
  if (section?.kind !== 'map') {
    if (section !== undefined && !(section.kind === 'scalar' && section.type === 'null')) {
      const message = '“services” must be a mapping of names to services; compose refuses the file.';
      context.problems.push({ code: 'compose/structure', message, ...section.origin });
    }
    return services;
  }
  for (const [name, entry] of section.entries) {
    if (entry.value.kind === 'map') services.set(name, readService(name, entry, entry.value, context));
    else {
      const message = `The service “${name}” must be a mapping, with an image at least; compose refuses the file.`;
      context.problems.push({ code: 'compose/structure', message, ...entry.keyOrigin });
    }
  }
  return services;
}

function readVolumes(root: MapNode | undefined, projectName: string): ComposeProject['volumes'] {
  const volumes = new Map<string, ComposeVolume>();
  const section = child(root, 'volumes');
  if (section?.kind !== 'map') return volumes;
  for (const [key, { keyOrigin, value }] of section.entries) {
    const external = child(value, 'external');
    const isExternal = external?.kind === 'map' || scalarText(external) === 'true';
    const named = scalarText(child(value, 'name')) || scalarText(child(external, 'name'));
    const name = named || (isExternal ? key : `${projectName}_${key}`);
    volumes.set(key, { key, name, isExternal, origin: keyOrigin });
  }
  return volumes;
}

export { composeFileNames };
