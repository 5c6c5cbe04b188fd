import { resolve } from 'node:path';
import type { Diagnostic } from '../core/diagnostic';
import type { LevelsByCode } from '../core/severityLevels';
import { asObjection, describeObjection } from '../core/stack/objections';
import type { EditDraft, PlannedEdit } from '../core/stack/plannedEdit';
import { applyEdits } from '../core/text';
import { checkFiles } from './checkFiles';
import { loadStack } from './stackFiles';
import type { LoadedStack } from './stackFiles';

export interface DraftOptions {
  /** As the stack was loaded with. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly levels: LevelsByCode;
}

/** More warnings than these are read when the files are edited. */
const MAX_WARNINGS = 5;

/**
 * Looks at what the files would be with edits, and at what the check would find then that it does not find now: an error
 * among that is a refusal. Nothing is written. `saidElsewhere` are codes that the plan has words of its own for.
 */
export async function draftEdits(
  stack: LoadedStack,
  edits: readonly PlannedEdit[],
  { environment, levels }: DraftOptions,
  saidElsewhere: readonly string[] = [],
): Promise<EditDraft> {
  if (edits.length === 0) return { edits, after: stack.project, refusals: [], warnings: [] };
  const after = await loadStack(stack.folder, { environment, overlay: overlayOf(stack, edits) });
  const [before, now] = await Promise.all([checkFiles(stack, levels), checkFiles(after, levels)]);
  const fresh = newIn(now, before).filter(({ code }) => !saidElsewhere.includes(code));
  const told = (severity: Diagnostic['severity']): readonly string[] =>
    fresh
      .filter((diagnostic) => diagnostic.severity === severity)
      .map((diagnostic) => describeObjection(asObjection(diagnostic, after.texts)));
  return {
    edits,
    after: after.project,
    refusals: told('error'),
    warnings: told('warning').slice(0, MAX_WARNINGS),
  };
}

/** The texts of the files that the edits change, by absolute path. */
function overlayOf(
  { folder, texts }: LoadedStack,
  edits: readonly PlannedEdit[],
): ReadonlyMap<string, string> {
  const paths = new Set(edits.map(({ path }) => path));
  return new Map(
    Array.from(paths, (path) => [
      resolve(folder, path),
      applyEdits(
        texts.get(path) ?? '',
        edits.filter((edit) => edit.path === path),
      ),
    ]),
  );
}

/** By what is said, as edits move what stands behind them. */
function newIn(now: readonly Diagnostic[], before: readonly Diagnostic[]): readonly Diagnostic[] {
  const known = new Set(before.map(({ code, message }) => `${code} ${message}`));
  return now.filter(({ code, message }) => !known.has(`${code} ${message}`));
}
