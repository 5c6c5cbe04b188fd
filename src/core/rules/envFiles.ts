import type { StackContext } from './stackContext';

/** Env files whose variables go into containers: those that services name as `env_file`. */
export function containerEnvFiles({ project }: StackContext): ReadonlySet<string> {
  return new Set([...project.services.values()].flatMap(({ envFiles }) => envFiles.map(({ path }) => path)));
}

/** Env files that feed `${…}` and nothing else. */
export function projectEnvFiles(stack: StackContext): ReadonlySet<string> {
  const ofContainers = containerEnvFiles(stack);
  return new Set([...stack.envDocuments.keys()].filter((path) => !ofContainers.has(path)));
}
