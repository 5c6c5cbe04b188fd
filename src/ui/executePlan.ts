import * as vscode from 'vscode';
import { systemClock } from '../adapters/clock';
import { StackBusyError } from '../adapters/operations';
import { PlanStoppedError, runPlan } from '../adapters/planRunner';
import { planTools } from '../adapters/planTools';
import type { LoadedStack } from '../adapters/stackFiles';
import type { Plan } from '../core/stack/plan';
import { runningText } from '../core/stack/runningText';
import { wellnessOf } from '../core/stack/serviceState';
import type { ServiceState } from '../core/stack/serviceState';
import { UserError } from '../core/userError';
import { commands } from './ids';
import { showFailure, showInformation, showWarning } from './notify';
import type { Offer } from './notify';
import { runWithProgress } from './progress';
import { ServiceRow } from './serviceItem';
import { lookAt, waitMs } from './stackCommands';
import type { StackTools } from './stackCommands';

const UP: Offer = { title: 'Up', run: () => vscode.commands.executeCommand(commands.up) };

export interface PlanTelling {
  /** What to say when every step is done, after so many seconds. Where a copy was made is said behind it. */
  readonly done: (seconds: number) => string;
  /** Beside that message. */
  readonly offers?: readonly Offer[];
  /** For a plan that goes on when it is run again: then why it stopped is all that matters, not where. */
  readonly isRepeatable?: boolean;
}

/** Whether something speaks against the plan, which is then said. */
export function isRefused(plan: Plan, log: vscode.LogOutputChannel, offers: readonly Offer[]): boolean {
  const [refusal] = plan.refusals;
  if (refusal === undefined) return false;
  showWarning(`${refusal} Nothing was changed.`, log, offers);
  return true;
}

/**
 * Runs a plan with progress and says how it ended. Throws a StackBusyError while something else changes the stack, and
 * resolves otherwise, whatever the outcome.
 */
export async function executePlan(
  plan: Plan,
  stack: LoadedStack,
  tools: StackTools,
  telling: PlanTelling,
): Promise<void> {
  const { log, operations } = tools;
  const startedAt = Date.now();
  let stop: unknown;
  let copy: string | undefined;
  const work = async (signal: AbortSignal, report: (line: string) => void): Promise<void> => {
    try {
      copy = await follow(plan, stack, tools, { signal, report });
    } catch (error) {
      stop = error;
      throw error;
    }
  };
  try {
    const begin = () => runWithProgress(plan.title, work);
    const outcome = await operations.run(stack.project.name, plan.title, begin);
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    if (outcome === 'done') {
      const offers = [...(telling.offers ?? []), ...(copy === undefined ? [] : [showFile(copy)])];
      const place = copy === undefined ? '' : ` The copy of the data is ${copy}.`;
      showInformation(telling.done(seconds) + place, log, offers);
    } else {
      const where = stop instanceof PlanStoppedError ? stop.message : `${plan.title}: cancelled.`;
      // A warning stays until it is read, and what is left half-done has a way on.
      const offers = plan.operation === 'up' ? [] : [UP];
      showWarning(`${where} ${await describeRunning(stack, tools)}`, log, offers);
    }
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof StackBusyError) throw error;
    const isEnough = telling.isRepeatable === true && error instanceof PlanStoppedError;
    showFailure(isEnough ? error.cause : error, log, await logsOf(stack, tools));
  }
}

interface Progress {
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

/** Returns the path of the copy that was made, if one was. */
async function follow(
  plan: Plan,
  stack: LoadedStack,
  tools: StackTools,
  { signal, report }: Progress,
): Promise<string | undefined> {
  const engineHost = await tools.engineHost();
  const parts = planTools(stack, { ...tools, engineHost, clock: systemClock, waitMs: waitMs() });
  const probe: typeof parts.probe = async function* (layers, stop) {
    const report = yield* parts.probe(layers, stop);
    tools.probes.set({ projectName: stack.project.name, report, at: Date.now() });
    return report;
  };
  let copy: string | undefined;
  for await (const event of runPlan(plan, { ...parts, probe }, signal)) {
    if (event.kind === 'saved') copy = event.path;
    if (event.kind === 'finished') tools.plans.update(plan, event.index + 1);
    if (event.kind === 'finished' || event.kind === 'saved') continue;
    const line = event.kind === 'started' ? event.step.title : event.line;
    tools.log.info(line);
    report(`Step ${event.index + 1} of ${plan.steps.length}: ${line}`);
  }
  return copy;
}

function showFile(path: string): Offer {
  return {
    title: 'Show Copy',
    run: () => vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(path)),
  };
}

async function describeRunning(stack: LoadedStack, tools: StackTools): Promise<string> {
  const rows = await rowsNow(stack, tools);
  return rows === undefined ? 'Docker does not say what runs.' : runningText(rows);
}

/** Offers the log of the service that fails, else of all; nothing while there is no container. */
async function logsOf(stack: LoadedStack, tools: StackTools): Promise<readonly Offer[]> {
  const rows = (await rowsNow(stack, tools)) ?? [];
  if (rows.every((row) => row.replicas.length === 0)) return [];
  const culprit =
    rows.find((row) => wellnessOf(row) === 'failing') ?? rows.find((row) => wellnessOf(row) === 'under-way');
  const argument = culprit === undefined ? undefined : new ServiceRow(culprit.name);
  return [{ title: 'Show Logs', run: () => vscode.commands.executeCommand(commands.showLogs, argument) }];
}

/** Undefined when the engine does not answer: whatever is being reported matters more than that. */
async function rowsNow(
  stack: LoadedStack,
  { engine }: StackTools,
): Promise<readonly ServiceState[] | undefined> {
  try {
    return await lookAt(stack, engine, new AbortController().signal);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
