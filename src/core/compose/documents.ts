import { appendAll } from '../appendAll';
import type { IsSecret } from './environment';
import { interpolator } from './interpolate';
import type { InterpolationRecord } from './interpolate';
import { parseCompose } from './parse';
import type { ProjectVariable } from './project';
import { rebasePaths } from './rebase';
import type { Sources } from './sources';
import type { MapNode } from './tree';
import type { YamlReader } from './yamlReader';

/** What a compose file is read with. An included file has its own directory and environment. */
export interface FileScope {
  readonly variables: ReadonlyMap<string, ProjectVariable>;
  readonly isSecret: IsSecret;
  /** What the paths in the file start from. */
  readonly directory: string;
  readonly record: InterpolationRecord;
  readonly sources: Sources;
  readonly reader: YamlReader;
  /** What was read with these variables, so that a file is interpolated once however often it is extended. */
  readonly cache: Map<string, readonly MapNode[]>;
}

/** The documents of a compose file, interpolated, with paths from the stack's folder. Empty without the file. */
export function readDocuments(path: string, scope: FileScope): readonly MapNode[] {
  const key = `${scope.directory}\n${path}`;
  const known = scope.cache.get(key);
  if (known !== undefined) return known;
  const text = scope.sources.read(path);
  if (text === null) return [];
  const interpolate = interpolator(
    path,
    (name) => scope.variables.get(name),
    scope.record,
    (name) => scope.isSecret(name, ''),
  );
  const written = scope.reader.read(text);
  scope.record.written.set(path, written);
  const { documents, problems } = parseCompose(path, text, interpolate, written);
  appendAll(scope.record.problems, problems);
  const rebased = documents.map((document) => rebasePaths(document, scope.directory));
  scope.cache.set(key, rebased);
  return rebased;
}
