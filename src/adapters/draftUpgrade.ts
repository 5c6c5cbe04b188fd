import type { UpgradeDraft } from '../core/stack/plans/upgrade';
import { draftEdits } from './draftEdits';
import type { DraftOptions } from './draftEdits';
import type { LoadedStack } from './stackFiles';

/** Also where the files do not show which version ran before. */
const SAID_BY_THE_PLAN = ['langfuse/v4-default-change'];

/** Looks at what the files would be with another version of Langfuse, and which edits that takes. Nothing is written. */
export async function draftUpgrade(
  stack: LoadedStack,
  to: string,
  options: DraftOptions,
): Promise<UpgradeDraft> {
  const [{ langfuseServicesOf, tagEdits }, { createStackContext }, { parseImage }] = await Promise.all([
    import('../core/upgrade/tagEdits'),
    import('../core/rules/stackContext'),
    import('../core/langfuse/roles'),
  ]);
  const { edits, refusals } = tagEdits(createStackContext(stack), to);
  const draft = await draftEdits(stack, edits, options, SAID_BY_THE_PLAN);
  if (edits.length === 0) return { ...draft, to, refusals };
  const { after } = draft;
  const missed = langfuseServicesOf({ project: after })
    .filter(({ image }) => image !== undefined && parseImage(image.value).tag !== to)
    .map(
      ({ name }) =>
        `The files would still not give ${name} version ${to}. Change its image there, then run Up.`,
    );
  const others = [...after.services.values()].filter(
    ({ name, image }) =>
      stack.project.services.get(name)?.image?.value !== image?.value &&
      edits.every(({ services }) => !services.includes(name)),
  );
  return {
    ...draft,
    to,
    refusals: [...refusals, ...(refusals.length > 0 ? [] : missed), ...draft.refusals],
    warnings: [
      ...others.map(
        ({ name, image }) => `The same text also makes ${name} run ${image?.value ?? 'nothing'}.`,
      ),
      ...draft.warnings,
    ],
  };
}
