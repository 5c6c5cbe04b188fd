import * as vscode from 'vscode';
import { systemClock } from '../../adapters/clock';
import type { LoadedStack } from '../../adapters/stackFiles';
import { waitUntilWell } from '../../adapters/waitUntilWell';
import { needsNewContainer } from '../../core/stack/drift';
import type { Drift } from '../../core/stack/drift';
import { driftText } from '../../core/stack/serviceText';
import { UserError } from '../../core/userError';
import { commands } from '../ids';
import { showInformation } from '../notify';
import { confirmProduction } from '../production';
import { runWithProgress } from '../progress';
import { registerCommand } from '../registerCommand';
import { recreateService } from './recreateService';
import { lookAt, serviceFor, waitMs } from '../stackCommands';
import type { StackTools } from '../stackCommands';

/** Restart Service: stops and starts the containers of one service as they are; edits need Up. */
export function registerRestartService(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.restartService, tools.log, (argument) => restart(tools, argument));
}

const RECREATE = 'Recreate';
const RESTART_ANYWAY = 'Restart Anyway';
type Choice = typeof RECREATE | typeof RESTART_ANYWAY;

async function restart(tools: StackTools, argument: unknown): Promise<void> {
  const { stacks, engine, operations, log } = tools;
  const stack = await stacks.loadActive();
  const rows = await lookAt(stack, engine, new AbortController().signal);
  const created = rows.filter((row) => row.replicas.length > 0);
  if (created.length === 0) throw new UserError('No service has a container to restart. Run Up first.');
  const service = await serviceFor(argument, created, 'Restart Service');
  if (service === undefined) return;
  const row = created.find(({ name }) => name === service);
  if (row === undefined) throw new UserError(`${service} has no container to restart. Run Up first.`);
  const choice: Choice | undefined =
    row.drift === undefined || !needsNewContainer(row.drift)
      ? RESTART_ANYWAY
      : await askAboutEdits(service, row.drift);
  if (choice === undefined) return;
  const deed = `${choice === RECREATE ? 'recreate' : 'restart'} ${service}`;
  if (!(await confirmProduction(stack.project.name, 'Restart Service', deed))) return;
  if (choice === RECREATE) {
    await recreateService(service, stack, tools, 'given');
    return;
  }
  const title = `Restarting ${service}`;
  const work = async (signal: AbortSignal, report: (message: string) => void): Promise<void> => {
    // By the engine itself: that also works while compose cannot load the files.
    report(`Stopping and starting ${service}`);
    await Promise.all(row.replicas.map(({ containerId }) => engine.restartContainer(containerId, signal)));
    const patience = { engine, clock: systemClock, timeoutMs: waitMs(), signal };
    for await (const line of waitUntilWell(stack.project, [service], patience)) report(line);
  };
  const outcome = await operations.run(stack.project.name, title, () => runWithProgress(title, work));
  showInformation(
    outcome === 'done'
      ? `${service} was restarted and ${(await isChecked(tools, stack, service)) ? 'is well' : 'runs; it has no healthcheck that would say more'}.`
      : `Restart of ${service} was cancelled. Its row shows how it stands.`,
    log,
  );
}

/** A restart keeps the container, and with it everything that was edited since. */
async function askAboutEdits(service: string, drift: Drift): Promise<Choice | undefined> {
  const detail = `Edited since: ${driftText(drift)}. A restart goes on with the former values; only a new container gets these.`;
  return vscode.window.showWarningMessage(
    `${service} was edited since its container was created.`,
    { modal: true, detail },
    RECREATE,
    RESTART_ANYWAY,
  );
}

/** Whether a healthcheck vouches for the service. */
async function isChecked({ engine }: StackTools, stack: LoadedStack, service: string): Promise<boolean> {
  const rows = await lookAt(stack, engine, new AbortController().signal);
  return rows.some(({ name, kind }) => name === service && kind === 'healthy');
}
