import type { ComposeProject, LoadProblem } from '../project';
import type { MapNode } from '../tree';
import { checkConflicts } from './conflicts';
import { checkShapes } from './checkShape';

/**
 * What compose's schema, and its checks of what belongs together, refuse. `states` are what there was with each more
 * document laid over those before: compose looks at every one of them, and so refuses a wrong value even where another
 * file replaces it. `whole` is what becomes of the last one.
 */
export function checkModel(
  states: readonly MapNode[],
  whole: MapNode,
  project: ComposeProject,
): readonly LoadProblem[] {
  const isExplained = createPlaces(project.problems);
  const reported = new Set<string>();
  const misfits = checkShapes(states).filter((problem) => {
    const place = placeOf(problem);
    if (reported.has(place) || isExplained(problem)) return false;
    reported.add(place);
    return true;
  });
  return [...misfits, ...checkConflicts(whole, project)];
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
