import type { LoadProblem } from '../compose/project';
import type { Cure, Fix } from '../diagnostic';
import { composeProblems } from './compose/problems';
import { envProblems } from './env/problems';
import type { StackContext } from './stackContext';

/** One way in which files keep compose from loading them: the loader finds it, this says what it means. */
export interface LoadProblemKind {
  readonly code: string;
  /** One line for lists. */
  readonly summary: string;
  /** Markdown for the code's page; without it the page says that compose refuses the files. */
  readonly explanation?: string;
  /** Why no edit resolves a problem of this kind, where there is neither fix nor cure: a sentence of its page. */
  readonly withoutFix?: string;
  readonly cure?: Cure;
  /** Edits that resolve a problem of this kind. */
  readonly fixes?: (stack: StackContext, problem: LoadProblem) => readonly Fix[];
}

export const loadProblems: readonly LoadProblemKind[] = [...composeProblems, ...envProblems];

const CODES: ReadonlySet<string> = new Set(loadProblems.map(({ code }) => code));

/** Whether a code says that compose refuses the files, which no comment hides. */
export function isLoadProblem(code: string): boolean {
  return CODES.has(code);
}
