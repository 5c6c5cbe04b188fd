import type { ComposeProject, LoadProblem } from '../project';
import type { MapNode } from '../tree';
import { checkConflicts } from './conflicts';
import { checkShape } from './checkShape';

/**
 * What compose's schema, and its checks of what belongs together, refuse. `layers` are the documents that `root` was
 * merged from: compose refuses a wrong value even where another file replaces it.
 */
export function checkModel(
  root: MapNode,
  layers: readonly MapNode[],
  project: ComposeProject,
): readonly LoadProblem[] {
  const [first, ...others] = layers.length > 1 ? layers : [];
  // Compose looks at the first file before it merges the next one into it.
  const parts = [
    ...(first === undefined ? [] : checkShape(first, 'whole')),
    ...others.flatMap((layer) => checkShape(layer, 'part')),
  ];
  const isExplained = createPlaces(project.problems);
  const reported = new Set<string>();
  const misfits = [...checkShape(root, 'whole'), ...parts].filter((problem) => {
    const place = placeOf(problem);
    if (reported.has(place) || isExplained(problem)) return false;
    reported.add(place);
    return true;
  });
  return [...misfits, ...checkConflicts(root, project)];
}

function placeOf({ path, span }: LoadProblem): string {
  return `${span.start}-${span.end} ${path}`;
}

/** Whether a problem that is known already lies in the same place: a reference that failed, a port that is none. */
function createPlaces(problems: readonly LoadProblem[]): (problem: LoadProblem) => boolean {
  const byPath = new Map<string, LoadProblem[]>();
  for (const problem of problems) {
    const known = byPath.get(problem.path) ?? [];
    known.push(problem);
    byPath.set(problem.path, known);
  }
  for (const known of byPath.values()) known.sort((a, b) => a.span.start - b.span.start);
  return ({ path, span }) => {
    const known = byPath.get(path) ?? [];
    let low = 0;
    let high = known.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((known[middle]?.span.start ?? Infinity) < span.start) low = middle + 1;
      else high = middle;
    }
    const next = known[low];
    return next !== undefined && next.span.end <= span.end && next.span.end > next.span.start;
  };
}
