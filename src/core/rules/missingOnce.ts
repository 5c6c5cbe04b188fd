import type { LoadProblem } from '../compose/project';
import type { RelatedLocation } from '../diagnostic';
import type { Location } from '../text';
import { placeOfValue } from './reading';
import type { StackContext } from './stackContext';

/** A problem with the place where it is shown, which is not always the one where the loader met it. */
export interface ShownProblem {
  readonly problem: LoadProblem;
  readonly at: Location;
  readonly related: readonly RelatedLocation[];
}

/**
 * The loader's problems, where a variable that several places demand is missing once: at its empty line in `.env`, else
 * where the first of them demands it.
 */
export function withMissingOnce(stack: StackContext): readonly ShownProblem[] {
  const { problems, references, environment } = stack.project;
  if (problems.length === 0) return [];
  const names = new Map(references.map((reference) => [placeKey(reference), reference.name]));
  const demands = new Map<string, LoadProblem[]>();
  for (const problem of problems) {
    const name = problem.code === MISSING ? names.get(placeKey(problem)) : undefined;
    if (name === undefined) continue;
    const others = demands.get(name);
    if (others === undefined) demands.set(name, [problem]);
    else others.push(problem);
  }
  return problems.flatMap((problem) => {
    const name = problem.code === MISSING ? names.get(placeKey(problem)) : undefined;
    const [first, ...others] = (name === undefined ? undefined : demands.get(name)) ?? [problem];
    if (problem !== first) return [];
    const variable = name === undefined ? undefined : environment.get(name);
    // Where the shell empties it, the line in the file is not what is missing.
    const line = variable?.source === 'env-file' ? variable.origin : undefined;
    const elsewhere = line === undefined ? others : [first, ...others];
    return {
      problem,
      at: line === undefined ? problem : placeOfValue(stack, line),
      related: elsewhere.map(({ path, span }) => ({ path, span, message: 'It is demanded here.' })),
    };
  });
}

const MISSING = 'compose/required-missing';

function placeKey({ path, span }: Location): string {
  return `${path}:${span.start}:${span.end}`;
}
