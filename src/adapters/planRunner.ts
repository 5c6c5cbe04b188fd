import type { Plan, Step, StepAction } from '../core/stack/plan';
import type { Culprit } from '../core/doctor/culprit';
import type { Layer, ProbeReport } from '../core/probe/probe';
import { describeEdit } from '../core/stack/plannedEdit';
import type { PlannedEdit } from '../core/stack/plannedEdit';
import { UserError } from '../core/userError';
import { ComposeError } from './composeCli';
import type { PutBack } from './editFiles';

/** What the steps of a plan are made of. Each throws a UserError that says what to do, or the signal's reason. */
export interface PlanTools {
  readonly compose: (args: readonly string[], signal: AbortSignal) => AsyncIterable<string>;
  /** Makes all of the edits or none, and resolves to what puts the files back. `retry` is what to run again if not. */
  readonly editFiles: (edits: readonly PlannedEdit[], retry: string) => Promise<PutBack>;
  /** Undefined when there is no such volume. */
  readonly inspectVolume: (
    name: string,
    signal: AbortSignal,
  ) => Promise<{ readonly createdAt: string | undefined } | undefined>;
  readonly stopService: (service: string, signal: AbortSignal) => AsyncIterable<string>;
  readonly removeProject: (signal: AbortSignal) => AsyncIterable<string>;
  readonly removeVolume: (name: string, signal: AbortSignal) => Promise<void>;
  /** Yields how far it is, and returns the path of the copy once that was read back. */
  readonly saveFolder: (what: FolderToSave, signal: AbortSignal) => AsyncGenerator<string, string>;
  /** Yields a line whenever the picture changes; ends when every service is well. */
  readonly waitUntilWell: (services: readonly string[], signal: AbortSignal) => AsyncIterable<string>;
  /** Yields how far it is, and returns the last report: when nothing fails any more, or its patience is over. */
  readonly probe: (layers: readonly Layer[], signal: AbortSignal) => AsyncGenerator<string, ProbeReport>;
  /** The service to look at first when the stack does not become well; undefined when that is not known. */
  readonly findCulprit: (signal: AbortSignal) => Promise<Pick<Culprit, 'text' | 'isLasting'> | undefined>;
}

export type FolderToSave = Extract<StepAction, { readonly kind: 'save-folder' }>;

export type PlanEvent =
  | { readonly kind: 'started'; readonly index: number; readonly step: Step }
  | { readonly kind: 'progress'; readonly index: number; readonly line: string }
  /** A copy of data is complete. */
  | { readonly kind: 'saved'; readonly index: number; readonly path: string }
  | { readonly kind: 'finished'; readonly index: number };

/** A plan did not come to its end. The message says where it stopped, why, and where the stack stands. */
export class PlanStoppedError extends UserError {
  constructor(
    readonly how: 'failed' | 'cancelled',
    /** The step, from 0. */
    readonly index: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Runs a plan step by step and stops at the first that fails, with a PlanStoppedError. A plan with refusals is not
 * begun. Aborting stops the step that runs; what was done stays done.
 */
export async function* runPlan(plan: Plan, tools: PlanTools, signal: AbortSignal): AsyncGenerator<PlanEvent> {
  const [refusal] = plan.refusals;
  if (refusal !== undefined) throw new UserError(`${plan.title}: refused. ${refusal}`);
  const run: Run = { removed: new Set(), saved: [], putBack: undefined };
  for (const [index, step] of plan.steps.entries()) {
    yield { kind: 'started', index, step };
    try {
      signal.throwIfAborted();
      for await (const line of runStep(step, tools, run, signal)) yield { kind: 'progress', index, line };
    } catch (error) {
      const reason = signal.aborted ? error : await explain(step, error, tools, signal);
      const files = step.undoesEdits === true ? await undo(run) : '';
      throw stopped(plan, index, files + copiesOf(run), reason, signal);
    }
    const path = step.kind === 'save-folder' ? run.saved.at(-1) : undefined;
    if (path !== undefined) yield { kind: 'saved', index, path };
    yield { kind: 'finished', index };
  }
}

/** What earlier steps of a run leave to later ones. */
interface Run {
  /** Volumes that were seen to be gone: whatever has their name now is another one. */
  readonly removed: Set<string>;
  /** Paths of copies. */
  readonly saved: string[];
  /** Once files were edited. */
  putBack: PutBack | undefined;
}

async function* runStep(step: Step, tools: PlanTools, run: Run, signal: AbortSignal): AsyncGenerator<string> {
  switch (step.kind) {
    case 'compose':
      yield* tools.compose(step.args, signal);
      return;
    case 'edit-files':
      run.putBack = await tools.editFiles(step.edits, step.retry);
      for (const edit of step.edits) yield describeEdit(edit);
      return;
    case 'stop-service':
      yield* tools.stopService(step.service, signal);
      return;
    case 'remove-project':
      yield* tools.removeProject(signal);
      return;
    case 'remove-volume': {
      const before = await tools.inspectVolume(step.volume, signal);
      await tools.removeVolume(step.volume, signal);
      if ((await tools.inspectVolume(step.volume, signal)) !== undefined) {
        throw new UserError(`Docker still has the volume ${step.volume}.`);
      }
      run.removed.add(step.volume);
      yield before === undefined ? `${step.volume} did not exist` : `${step.volume} is gone`;
      return;
    }
    case 'verify-new-volume': {
      const volume = await tools.inspectVolume(step.volume, signal);
      if (volume === undefined) throw new UserError(`The volume ${step.volume} was not created again.`);
      if (!run.removed.has(step.volume)) {
        throw new UserError(`The volume ${step.volume} is still the old one.`);
      }
      yield `${step.volume} was created ${volume.createdAt ?? 'anew'}`;
      return;
    }
    case 'save-folder': {
      const path = yield* tools.saveFolder(step, signal);
      run.saved.push(path);
      yield `saved as ${path}`;
      return;
    }
    case 'wait-healthy':
      yield* tools.waitUntilWell(step.services, signal);
      return;
    case 'probe': {
      const { probes } = yield* tools.probe(step.layers, signal);
      const bad = probes.filter(({ outcome }) => outcome === 'failed' || outcome === 'could-not-see');
      const [first] = bad;
      if (first !== undefined) {
        const more = bad.length === 1 ? '' : ` (${bad.length} probes in all)`;
        throw new UserError(`${first.service}: ${first.evidence}${more}`);
      }
      yield `${probes.filter(({ outcome }) => outcome === 'ok').length} probes passed`;
      return;
    }
  }
}

/** Names the service that failed first and why, where that says more than what the step has seen. */
async function explain(step: Step, error: unknown, tools: PlanTools, signal: AbortSignal): Promise<unknown> {
  const isDependency = error instanceof ComposeError && error.failure.kind === 'dependency-failed';
  const isAboutServices = step.kind === 'wait-healthy' || step.kind === 'probe' || isDependency;
  if (!(error instanceof UserError) || !isAboutServices) return error;
  const culprit = await tools.findCulprit(signal).catch(whenUnknown);
  // A probe has asked the service itself; only what lasts is known better.
  if (culprit === undefined || (step.kind === 'probe' && !culprit.isLasting)) return error;
  return new UserError(culprit.text, { cause: error });
}

/** The failure to tell is the step's; that this question failed too adds nothing. */
function whenUnknown(error: unknown): undefined {
  if (error instanceof UserError) return undefined;
  throw error;
}

/** Says how the files stand afterwards. */
async function undo({ putBack }: Run): Promise<string> {
  if (putBack === undefined) return '';
  try {
    await putBack();
    return ' The files are as they were.';
  } catch (error) {
    if (error instanceof UserError) return ` ${error.message}`;
    throw error;
  }
}

function copiesOf({ saved }: Run): string {
  return saved.map((path) => ` The copy of the data is ${path}.`).join('');
}

/** `afterwards` is what else is to be said of how things stand. */
function stopped(
  { steps }: Plan,
  index: number,
  afterwards: string,
  error: unknown,
  signal: AbortSignal,
): unknown {
  const { title = '', ifStopped = '' } = steps[index] ?? {};
  const place = `step ${index + 1} of ${steps.length} (${title})`;
  const cause = { cause: error };
  if (signal.aborted) {
    return new PlanStoppedError(
      'cancelled',
      index,
      `Cancelled at ${place}. ${ifStopped}${afterwards}`,
      cause,
    );
  }
  // Anything else is a bug, and is reported as one.
  if (!(error instanceof UserError)) return error;
  const said = /[.!?]$/.test(error.message) ? error.message : `${error.message}.`;
  return new PlanStoppedError(
    'failed',
    index,
    `Stopped at ${place}: ${said} ${ifStopped}${afterwards}`,
    cause,
  );
}
