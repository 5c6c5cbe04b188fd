import { resolve } from 'node:path';
import type { Diagnostic } from '../core/diagnostic';
import type { LevelsByCode } from '../core/severityLevels';
import { asObjection, describeObjection } from '../core/stack/objections';
import type { UpgradeDraft } from '../core/stack/plans/upgrade';
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

/** Also where the files do not show which version ran before. */
const SAID_BY_THE_PLAN = 'langfuse/v4-default-change';

/**
 * Looks at what the files would be with another version of Langfuse: which edits that takes, and what the check would
 * find then that it does not find now. An error among that is a refusal. Nothing is written.
 */
export async function draftUpgrade(
  stack: LoadedStack,
  to: string,
  { environment, levels }: DraftOptions,
): Promise<UpgradeDraft> {
  const [{ langfuseServicesOf, tagEdits }, { createStackContext }, { parseImage }] = await Promise.all([
    import('../core/upgrade/tagEdits'),
    import('../core/rules/stackContext'),
    import('../core/langfuse/roles'),
  ]);
  const { edits, refusals } = tagEdits(createStackContext(stack), to);
  if (edits.length === 0) return { to, edits, after: stack.project, refusals, warnings: [] };
  const overlay = new Map(
    [...new Set(edits.map(({ path }) => path))].map((path) => [
      resolve(stack.folder, path),
      applyEdits(
        stack.texts.get(path) ?? '',
        edits.filter((edit) => edit.path === path),
      ),
    ]),
  );
  const after = await loadStack(stack.folder, { environment, overlay });
  const missed = langfuseServicesOf(after)
    .filter(({ image }) => image !== undefined && parseImage(image.value).tag !== to)
    .map(
      ({ name }) =>
        `The files would still not give ${name} version ${to}. Change its image there, then run Up.`,
    );
  const others = [...after.project.services.values()].filter(
    ({ name, image }) =>
      stack.project.services.get(name)?.image?.value !== image?.value &&
      edits.every(({ services }) => !services.includes(name)),
  );
  const [before, now] = await Promise.all([checkFiles(stack, levels), checkFiles(after, levels)]);
  const fresh = newIn(now, before).filter(({ code }) => code !== SAID_BY_THE_PLAN);
  const told = (severity: Diagnostic['severity']): readonly string[] =>
    fresh
      .filter((diagnostic) => diagnostic.severity === severity)
      .map((diagnostic) => describeObjection(asObjection(diagnostic, after.texts)));
  return {
    to,
    edits,
    after: after.project,
    refusals: [...refusals, ...(refusals.length > 0 ? [] : missed), ...told('error')],
    warnings: [
      ...others.map(
        ({ name, image }) => `The same text also makes ${name} run ${image?.value ?? 'nothing'}.`,
      ),
      ...told('warning').slice(0, MAX_WARNINGS),
    ],
  };
}

/** By what is said, as edits move what stands behind them. */
function newIn(now: readonly Diagnostic[], before: readonly Diagnostic[]): readonly Diagnostic[] {
  const known = new Set(before.map(({ code, message }) => `${code} ${message}`));
  return now.filter(({ code, message }) => !known.has(`${code} ${message}`));
}
