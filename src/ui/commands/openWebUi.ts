import type * as vscode from 'vscode';
import type { BoundPort } from '../../core/stack/container';
import type { ServiceState } from '../../core/stack/serviceState';
import { UserError } from '../../core/userError';
import { commands } from '../ids';
import { openPage } from '../openPage';
import { registerCommand } from '../registerCommand';
import { lookAt } from '../stackCommands';
import type { StackTools } from '../stackCommands';

/** Where Langfuse listens inside its container, unless PORT says otherwise. */
const WEB_PORT = 3000;

/** Open Web UI: opens the published port of the web service in the browser, tunnelled when the window is remote. */
export function registerOpenWebUi(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.openWebUi, tools.log, () => openWebUi(tools));
}

/** Open Sign-Up Page: where Langfuse makes an account, unless sign-up is closed. */
export function registerOpenSignUp(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.openSignUp, tools.log, () => openWebUi(tools, '/auth/sign-up'));
}

async function openWebUi({ stacks, engine, engineHost }: StackTools, path?: string): Promise<void> {
  const stack = await stacks.loadActive();
  const rows = await lookAt(stack, engine, new AbortController().signal);
  const web = rows.find((row) => row.role === 'web');
  if (web === undefined) throw new UserError('No service of this stack runs the image langfuse/langfuse.');
  const port = webPort(web);
  if (port === undefined) {
    throw new UserError(
      web.replicas.length === 0
        ? `${web.name} is not running. Run Up first.`
        : `${web.name} publishes no port. Add "3000:3000" to its ports, then run Up.`,
    );
  }
  await openPage(port, await engineHost(), path);
}

function webPort({ ports }: ServiceState): BoundPort | undefined {
  const tcp = ports.filter(({ protocol }) => protocol === 'tcp');
  return tcp.find(({ target }) => target === WEB_PORT) ?? tcp[0];
}
