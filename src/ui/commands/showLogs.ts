import * as vscode from 'vscode';
import { systemClock } from '../../adapters/clock';
import { followLogs } from '../../adapters/followLogs';
import type { LogEntry } from '../../adapters/followLogs';
import { plainText } from '../../core/plainText';
import { redactor } from '../../core/secrets/redact';
import { commands } from '../ids';
import { registerCommand } from '../registerCommand';
import { ServiceRow } from '../serviceItem';
import { describeService } from '../../core/stack/serviceText';
import { lookAt } from '../stackCommands';
import type { StackTools } from '../stackCommands';
import { UserError } from '../../core/userError';
import type { LoadedStack } from '../../adapters/stackFiles';

const TAIL_LINES = 1000;
const ALL = 'All services';

/** Show Logs: follows the log of one service, or of all, in an output channel of its own. */
export function registerShowLogs(tools: StackTools): vscode.Disposable {
  const channels = new Map<string, LogChannel>();
  const command = registerCommand(commands.showLogs, tools.log, async (argument) => {
    const stack = await tools.stacks.loadActive();
    const target = await targetFor(argument, stack, tools);
    if (target === undefined) return;
    const key = `${stack.folder}\n${target.service ?? ''}`;
    let channel = channels.get(key);
    if (channel === undefined) {
      channel = new LogChannel(stack, target.service, tools);
      channels.set(key, channel);
    }
    channel.show();
  });
  return new vscode.Disposable(() => {
    command.dispose();
    for (const channel of channels.values()) channel.dispose();
  });
}

/** Undefined when nothing was picked; `service` is undefined for all of them. */
async function targetFor(
  argument: unknown,
  stack: LoadedStack,
  { engine }: StackTools,
): Promise<{ readonly service: string | undefined } | undefined> {
  if (argument instanceof ServiceRow) return { service: argument.service };
  const rows = await lookAt(stack, engine, new AbortController().signal);
  const created = rows.filter((row) => row.replicas.length > 0);
  if (created.length === 0)
    throw new UserError('No service has a container yet, so there are no logs. Run Up first.');
  const items = created.map((row) => ({ label: row.name, description: describeService(row) }));
  const picked = await vscode.window.showQuickPick([{ label: ALL, description: '' }, ...items], {
    title: 'Show Logs',
    placeHolder: 'Choose a service',
  });
  if (picked === undefined) return undefined;
  return { service: picked.label === ALL ? undefined : picked.label };
}

class LogChannel implements vscode.Disposable {
  private readonly channel: vscode.OutputChannel;
  private readonly stop = new AbortController();

  constructor(stack: LoadedStack, service: string | undefined, { engine, log }: StackTools) {
    const { project } = stack;
    const redact = redactor(project);
    const width = Math.max(...[...project.services.keys()].map((name) => name.length));
    const format = (entry: LogEntry): string => {
      const prefix = service === undefined ? `${entry.service.padEnd(width)} | ` : '';
      return prefix + (entry.kind === 'remark' ? `──── ${entry.text} ────` : redact(plainText(entry.text)));
    };
    const name = service === undefined ? `${project.name} (all services)` : `${service} (${project.name})`;
    // The language "log" colours levels and times.
    this.channel = vscode.window.createOutputChannel(name, 'log');
    void followLogs({
      engine,
      projectName: project.name,
      service,
      tail: TAIL_LINES,
      clock: systemClock,
      signal: this.stop.signal,
      emit: (entry) => this.channel.appendLine(format(entry)),
    }).catch((error: unknown) => log.error(error instanceof Error ? error : String(error)));
  }

  show(): void {
    this.channel.show(true);
  }

  dispose(): void {
    this.stop.abort();
    this.channel.dispose();
  }
}
