import { normalizePath } from './paths';
import { reveal } from '../secret';
import type { ProjectVariable } from './project';
import type { Sources } from './sources';

export const ENV_FILE = '.env';

/** Names of a stack's main file; compose takes the first that exists. */
export const BASE_NAMES: readonly string[] = [
  'compose.yaml',
  'compose.yml',
  'docker-compose.yml',
  'docker-compose.yaml',
];
const OVERRIDE_NAMES = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/**
 * The compose files of a stack in merge order, as `docker compose` finds them in its folder. Empty when there are none.
 * COMPOSE_FILE turns the search off, and with it the override file.
 */
export function discoverFiles(
  variables: ReadonlyMap<string, ProjectVariable>,
  pathListSeparator: string,
  sources: Sources,
): readonly string[] {
  const valueOf = (name: string): string => reveal(variables.get(name)?.value ?? '');
  const selected = valueOf('COMPOSE_FILE');
  if (variables.get('COMPOSE_FILE')?.value !== undefined) {
    const separator = valueOf('COMPOSE_PATH_SEPARATOR') || pathListSeparator;
    const paths = selected.split(separator).map(normalizePath);
    for (const path of paths) {
      if (sources.has(path)) continue;
      const message = `COMPOSE_FILE names ${path}, which does not exist, so compose refuses to start anything. Correct COMPOSE_FILE.`;
      const location = variables.get('COMPOSE_FILE')?.origin ?? { path, span: { start: 0, end: 0 } };
      sources.problems.push({ code: 'compose/file-missing', message, ...location });
    }
    return paths;
  }
  const bases = BASE_NAMES.filter((name) => sources.has(name));
  const overrides = OVERRIDE_NAMES.filter((name) => sources.has(name));
  return bases.length === 0 ? [] : [...bases.slice(0, 1), ...overrides.slice(0, 1)];
}
