import * as vscode from 'vscode';
import type { LoadedStack } from '../../adapters/stackFiles';
import { describeService } from '../../core/stack/serviceText';
import { UserError } from '../../core/userError';
import { commands } from '../ids';
import { LogChannel } from '../logChannel';
import { registerCommand } from '../registerCommand';
import { ServiceRow } from '../serviceItem';
import { lookAt } from '../stackCommands';
import type { StackTools } from '../stackCommands';

const ALL = 'All Services';
const SEVERAL = 'Several Services…';

/** Show Logs: follows the log of one service, of several, or of all, in an output channel of its own. */
export function registerShowLogs(tools: StackTools): vscode.Disposable {
  const channels = new Map<string, LogChannel>();
  const command = registerCommand(commands.showLogs, tools.log, async (argument) => {
    const stack = await tools.stacks.loadActive();
    const services = await servicesFor(argument, stack, tools);
    if (services === undefined) return;
    const key = `${stack.folder}\n${services === 'all' ? '' : services.join('\n')}`;
    const channel =
      channels.get(key) ?? new LogChannel(stack, services === 'all' ? undefined : services, tools);
    channels.set(key, channel);
    channel.show(stack);
  });
  const forgotten = tools.stacks.onDidChange(async () => {
    const folders = await tools.stacks.list();
    for (const [key, channel] of channels) {
      if (folders.includes(channel.folder)) continue;
      channel.dispose();
      channels.delete(key);
    }
  });
  return new vscode.Disposable(() => {
    command.dispose();
    forgotten.dispose();
    for (const channel of channels.values()) channel.dispose();
  });
}

/** Undefined when nothing was picked. */
async function servicesFor(
  argument: unknown,
  stack: LoadedStack,
  { engine }: StackTools,
): Promise<readonly string[] | 'all' | undefined> {
  if (argument instanceof ServiceRow) return [argument.service];
  const rows = await lookAt(stack, engine, new AbortController().signal);
  const created = rows.filter((row) => row.replicas.length > 0);
  if (created.length === 0)
    throw new UserError('No service has a container yet, so there are no logs. Run Up first.');
  const items = created.map((row) => ({ label: row.name, description: describeService(row) }));
  const title = 'Show Logs';
  const choices = [{ label: ALL }, { label: SEVERAL }, ...items];
  const picked = await vscode.window.showQuickPick(choices, { title, placeHolder: 'Choose a service' });
  if (picked?.label === ALL) return 'all';
  if (picked?.label !== SEVERAL) return picked && [picked.label];
  const several = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: 'Choose services',
    canPickMany: true,
  });
  return several === undefined || several.length === 0 ? undefined : several.map(({ label }) => label);
}
