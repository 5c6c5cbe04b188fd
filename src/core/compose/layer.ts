import type { IsSecret } from './environment';
import { interpolator } from './interpolate';
import type { InterpolationRecord } from './interpolate';
import { parseCompose } from './parse';
import type { ProjectVariable } from './project';
import type { Sources } from './sources';
import type { MapNode } from './tree';

/** What a compose file is read with: an included file has its own. */
export interface LayerScope {
  readonly lookup: (name: string) => ProjectVariable | undefined;
  readonly isSecret: IsSecret;
  /** What relative paths of the file start from, relative to the stack's folder. */
  readonly directory: string;
  readonly record: InterpolationRecord;
}

/** The documents of a compose file, interpolated. Empty when the file is not there. */
export function readLayer(path: string, scope: LayerScope, sources: Sources): readonly MapNode[] {
  const text = sources.read(path);
  if (text === null) return [];
  const { documents, problems } = parseCompose(path, text, interpolator(path, scope.lookup, scope.record));
  scope.record.problems.push(...problems);
  return documents;
}
