import type { Diagnostic } from '../diagnostic';
import { listed } from '../listed';
import { LineIndex } from '../text';

/** What the check of the files has against applying them. */
export interface Objections {
  /** What compose or a container will fail on. */
  readonly errors: readonly Objection[];
  /** How many findings are less grave than that. */
  readonly warnings: number;
}

export interface Objection {
  /** Relative to the stack's folder. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

/** Undefined when there is neither an error nor a warning. */
export function objectionsOf(
  diagnostics: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
): Objections | undefined {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length;
  if (errors.length + warnings === 0) return undefined;
  return { errors: errors.map((error) => asObjection(error, texts)), warnings };
}

export function asObjection(
  { path, span, code, message }: Diagnostic,
  texts: ReadonlyMap<string, string>,
): Objection {
  const { line } = new LineIndex(texts.get(path) ?? '').positionAt(span.start);
  return { path, line: line + 1, code, message };
}

/** More than these are read in the Problems view, or where `langfuse-stack check` prints them. */
const MAX_SHOWN = 5;

/** One line an error, of which the first are shown, and one for the rest. Empty without objections. */
export function describeObjections(objections: Objections | undefined): readonly string[] {
  if (objections === undefined) return [];
  const { errors, warnings } = objections;
  const shown = errors.slice(0, MAX_SHOWN).map(describeObjection);
  const rest = [...counted(errors.length - shown.length, 'more error'), ...counted(warnings, 'warning')];
  if (rest.length === 0) return shown;
  return [...shown, `${shown.length === 0 ? '' : 'and '}${listed(rest)}`];
}

/** `compose.yaml:12: Langfuse 4 needs …`. */
export function describeObjection({ path, line, message }: Objection): string {
  return `${path}:${line}: ${message}`;
}

function counted(count: number, noun: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${noun}${count === 1 ? '' : 's'}`];
}
