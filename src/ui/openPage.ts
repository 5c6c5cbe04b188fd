import * as vscode from 'vscode';
import type { BoundPort } from '../core/stack/container';
import { urlOf } from '../core/stack/pages';
import { UserError } from '../core/userError';

/** Opens a path at a port of the engine's machine in the browser, tunnelled when the window is remote. */
export async function openPage(port: BoundPort, engineHost: string, path = ''): Promise<void> {
  const url = urlOf(port, engineHost);
  if (url === undefined) {
    throw new UserError(
      `Port ${port.published} is bound to ${port.hostIp} on ${engineHost}, so only that machine reaches it. Publish it without an address, or open an SSH tunnel.`,
    );
  }
  await vscode.env.openExternal(await vscode.env.asExternalUri(vscode.Uri.parse(url + path, true)));
}
