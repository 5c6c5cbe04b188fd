import { directoryOf, isYamlPath, resolvePath } from '../compose/paths';
import { ENV_FILE } from '../compose/discover';
import type { ComposeProject, ComposeService } from '../compose/project';
import type { StackFiles } from './nameUse';

/** What compose does with an env file. One file may serve both purposes. */
export interface EnvFileRole {
  /** Its lines are variables of the project, which `${…}` in compose files takes. */
  readonly isOfProject: boolean;
  /** Services whose `env_file` it is: its lines are variables of their containers. */
  readonly services: readonly ComposeService[];
  /** Taken as it is, without quotes and references. */
  readonly isRaw: boolean;
}

/** Every file of the stack that is no compose file. */
export function envFileRoles({ project, texts }: StackFiles): ReadonlyMap<string, EnvFileRole> {
  const services = new Map<string, ComposeService[]>();
  const raw = new Set<string>();
  for (const service of project.services.values()) {
    for (const { path, format } of service.envFiles) {
      const users = services.get(path);
      if (users === undefined) services.set(path, [service]);
      else users.push(service);
      if (format === 'raw') raw.add(path);
    }
  }
  const composeFiles = composeFilesOf(project);
  const main = ownEnvFiles(project);
  const roles = new Map<string, EnvFileRole>();
  for (const path of texts.keys()) {
    if (isYamlPath(path) || composeFiles.has(path)) continue;
    const users = services.get(path) ?? [];
    // What no service names was read for an `include`.
    const isOfProject = main.has(path) || users.length === 0;
    roles.set(path, { isOfProject, services: users, isRaw: raw.has(path) && !isOfProject });
  }
  return roles;
}

/** Compose files that were read, as far as the project tells. */
function composeFilesOf({ composeFiles, services, references }: ComposeProject): ReadonlySet<string> {
  const origins = [...services.values()].map(({ origin }) => origin.path);
  return new Set([...composeFiles, ...origins, ...references.map(({ path }) => path)]);
}

function ownEnvFiles({ composeFiles, envFile }: ComposeProject): ReadonlySet<string> {
  const paths = new Set([ENV_FILE, resolvePath(directoryOf(composeFiles[0] ?? ''), ENV_FILE)]);
  for (const { origin } of envFile.values()) if (origin !== undefined) paths.add(origin.path);
  return paths;
}
