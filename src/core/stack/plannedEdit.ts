import type { Span } from '../text';

/** One piece of a file that a plan gives another text. */
export interface PlannedEdit {
  /** Relative to the stack's folder. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** Without the byte order mark, if the file begins with one. */
  readonly span: Span;
  /** What must stand there still when it is replaced. */
  readonly oldText: string;
  readonly newText: string;
  /** The services that it is about. */
  readonly services: readonly string[];
}

/** `compose.yaml:41: 3.170.0 → 3.225.4 (langfuse-web)`. */
export function describeEdit({ path, line, oldText, newText, services }: PlannedEdit): string {
  return `${path}:${line}: ${oldText} → ${newText} (${services.join(', ')})`;
}
