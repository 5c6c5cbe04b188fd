import type * as vscode from 'vscode';
import { systemClock } from '../../adapters/clock';
import { waitUntilWell } from '../../adapters/waitUntilWell';
import { UserError } from '../../core/userError';
import { commands } from '../ids';
import { showInformation } from '../notify';
import { runWithProgress } from '../progress';
import { registerCommand } from '../registerCommand';
import { lookAt, serviceFor, waitMs } from '../stackCommands';
import type { StackTools } from '../stackCommands';

/** Restart Service: stops and starts the containers of one service as they are; edits need Up. */
export function registerRestartService(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.restartService, tools.log, (argument) => restart(tools, argument));
}

async function restart(
  { stacks, engine, compose, operations, log }: StackTools,
  argument: unknown,
): Promise<void> {
  const stack = await stacks.loadActive();
  const rows = await lookAt(stack, engine, new AbortController().signal);
  const created = rows.filter((row) => row.isDeclared && row.replicas.length > 0);
  if (created.length === 0) throw new UserError('No service has a container to restart. Run Up first.');
  const service = await serviceFor(argument, created, 'Restart Service');
  if (service === undefined) return;
  const title = `Restarting ${service}`;
  const work = async (signal: AbortSignal, report: (message: string) => void): Promise<void> => {
    for await (const line of compose.run(stack, ['restart', service], signal)) {
      log.info(line);
      report(line);
    }
    const patience = { engine, clock: systemClock, timeoutMs: waitMs(), signal };
    for await (const line of waitUntilWell(stack.project, [service], patience)) report(line);
  };
  const outcome = await operations.run(stack.folder, title, () => runWithProgress(title, work));
  showInformation(
    outcome === 'done'
      ? `${service} was restarted and is well.`
      : `Restart of ${service} was cancelled. Its row shows how it stands.`,
    log,
  );
}
