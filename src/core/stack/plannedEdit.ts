import type { ComposeProject } from '../compose/project';
import type { FileEdit } from '../diagnostic';
import { LineIndex } from '../text';
import type { Location, Span } from '../text';

/** One piece of a file that a plan gives another text. */
export interface PlannedEdit {
  /** Relative to the stack's folder. */
  readonly path: string;
  /** From 1; of text that is added, where it will stand. */
  readonly line: number;
  /** Without the byte order mark, if the file begins with one. */
  readonly span: Span;
  /** What must stand there still when it is replaced. */
  readonly oldText: string;
  readonly newText: string;
  /** The services that it is about. */
  readonly services: readonly string[];
  /** There is no such file yet: it is made, for this user alone. */
  readonly createsFile?: true;
}

/** Edits of a stack's files, as far as the files are concerned. */
export interface EditDraft {
  /** None when the files are as wanted already. */
  readonly edits: readonly PlannedEdit[];
  /** What the files are with the edits. */
  readonly after: ComposeProject;
  /** Why the files cannot be edited, or must not. */
  readonly refusals: readonly string[];
  /** What the edits bring with them. */
  readonly warnings: readonly string[];
}

/** The replacement of a place by another text, as a plan keeps it. */
export function plannedEdit(
  texts: ReadonlyMap<string, string>,
  { path, span }: Location,
  newText: string,
  services: readonly string[],
): PlannedEdit {
  const text = texts.get(path);
  const { line } = new LineIndex(text ?? '').positionAt(span.start);
  const breaks = /^[\r\n]*/.exec(newText)?.[0].replaceAll('\r', '').length ?? 0;
  const edit = { path, line: line + 1 + breaks, span, newText, services };
  const oldText = text?.slice(span.start, span.end);
  return oldText === undefined ? { ...edit, oldText: '', createsFile: true } : { ...edit, oldText };
}

/** The edits of a fix, which are all about the same services. */
export function plannedEdits(
  texts: ReadonlyMap<string, string>,
  files: readonly FileEdit[],
  services: readonly string[],
): readonly PlannedEdit[] {
  return files.flatMap(({ path, edits }) =>
    edits.map(({ span, newText }) => plannedEdit(texts, { path, span }, newText, services)),
  );
}

/** `compose.yaml:41: 3.170.0 → 3.225.4 (langfuse-web)`, or `.env:7: + KEY=value (langfuse-web)` for lines that are added. */
export function describeEdit({ path, line, oldText, newText, services, createsFile }: PlannedEdit): string {
  const added = newText.trim().replace(/\s*[\r\n]\s*/g, ' ');
  const isLine = /[\r\n]/.test(newText);
  const what = isLine && oldText === '' ? `+ ${added}` : `${oldText || 'nothing'} → ${added}`;
  return `${path}${createsFile === true ? ' (new)' : `:${line}`}: ${what} (${services.join(', ')})`;
}
