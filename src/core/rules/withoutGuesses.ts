import type { ShownProblem } from './missingOnce';

const SYNTAX = 'compose/yaml-syntax';

/** Found in the text of a value or of a path, whatever stands around it. */
const SURE: ReadonlySet<string> = new Set([
  'compose/env-file-missing',
  'compose/excessive-aliases',
  'compose/file-missing',
  'compose/invalid-interpolation',
  'compose/required-missing',
  'compose/too-deep',
  'compose/unreadable-file',
]);

/** What a file may only lack because another one could not be read to its end. */
const ABOUT_OTHER_FILES: ReadonlySet<string> = new Set([
  'compose/no-image',
  'compose/profile-dependency',
  'compose/undefined-reference',
]);

/**
 * One slip in a YAML file shifts all that follows, so behind the first error of a file everything is a guess: further
 * errors, keys that seem unknown, services that seem missing. Compose, too, goes no further.
 */
export function withoutGuesses(problems: readonly ShownProblem[]): readonly ShownProblem[] {
  const first = new Map<string, ShownProblem>();
  for (const shown of problems) {
    const known = first.get(shown.at.path);
    if (shown.problem.code !== SYNTAX) continue;
    if (known === undefined || shown.at.span.start < known.at.span.start) first.set(shown.at.path, shown);
  }
  if (first.size === 0) return problems;
  return problems.filter((shown) => {
    const { code } = shown.problem;
    if (!code.startsWith('compose/') || SURE.has(code)) return true;
    if (code === SYNTAX) return first.get(shown.at.path) === shown;
    return !first.has(shown.at.path) && !ABOUT_OTHER_FILES.has(code);
  });
}
