import * as vscode from 'vscode';
import { offerFor } from '../core/stack/serviceActions';
import type { ServiceAction, ServiceOffer } from '../core/stack/serviceActions';
import type { ServiceState } from '../core/stack/serviceState';
import { rangeConverter } from './convert';
import { commands, SETTINGS_SECTION, views } from './ids';
import type { CommandId } from './ids';
import type { LiveStack } from './liveStack';
import { ServiceRow, stateIcon } from './serviceItem';
import type { StackModels } from './stackModels';

const ENABLED = `${SETTINGS_SECTION}.codeLens.enabled`;
const COMPOSE_FILES = { scheme: 'file', pattern: '**/*.{yaml,yml}' };

/** Above each service of the active stack's compose files: how it stands, and what may be done about it. */
export function registerServiceLenses(models: StackModels, live: LiveStack): vscode.Disposable {
  const lenses = new ServiceLenses(models, live);
  return vscode.Disposable.from(lenses, vscode.languages.registerCodeLensProvider(COMPOSE_FILES, lenses));
}

const ACTIONS: Readonly<Record<ServiceAction, readonly [title: string, command: CommandId]>> = {
  start: ['Start', commands.startService],
  restart: ['Restart', commands.restartService],
  recreate: ['Recreate', commands.recreateService],
  logs: ['Logs', commands.showLogs],
};

class ServiceLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly didChange = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.didChange.event;
  private readonly subscriptions: readonly { dispose(): void }[];
  private offered = '';

  constructor(
    private readonly models: StackModels,
    private readonly live: LiveStack,
  ) {
    this.subscriptions = [
      this.didChange,
      live.onDidChange(() => this.compare()),
      models.onDidChange(() => this.didChange.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(ENABLED)) this.didChange.fire();
      }),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!vscode.workspace.getConfiguration(undefined, document).get<boolean>(ENABLED, true)) return [];
    const found = await this.models.find(document);
    const { folder, offers } = this.current();
    if (found === undefined || found.stack.folder !== folder) return [];
    const { stack, path } = found;
    const toRange = rangeConverter(stack.texts.get(path) ?? '');
    return [...stack.project.services.values()].flatMap(({ name, origin }) => {
      const offer = origin.path === path ? offers.get(name) : undefined;
      return offer === undefined ? [] : lensesFor(name, offer, toRange(origin.span));
    });
  }

  /** Empty in a workspace that is not trusted: there nothing is known of the engine. */
  private current(): { readonly folder: string | undefined; readonly offers: ReadonlyMap<string, Offer> } {
    const { view } = this.live;
    if (view?.kind !== 'services') return { folder: undefined, offers: new Map() };
    const lastSeen = new Map(view.lastRows.map((row) => [row.name, row]));
    const offers = view.rows.map(
      (row) => [row.name, { row, ...offerFor(row, lastSeen.get(row.name)) }] as const,
    );
    return { folder: view.stack.folder, offers: new Map(offers) };
  }

  // Sightings come with every failed healthcheck; most change nothing here.
  private compare(): void {
    const { folder, offers } = this.current();
    const texts = [...offers].map(([name, { state, actions }]) => [name, state, ...actions]);
    const offered = JSON.stringify([folder, texts]);
    if (offered === this.offered) return;
    this.offered = offered;
    this.didChange.fire();
  }
}

interface Offer extends ServiceOffer {
  readonly row: ServiceState;
}

function lensesFor(service: string, { row, state, actions }: Offer, range: vscode.Range): vscode.CodeLens[] {
  const shown = { title: `$(${stateIcon(row).id}) ${state}`, command: `${views.services}.focus` };
  const done = actions.map((action) => {
    const [title, command] = ACTIONS[action];
    return { title, command, arguments: [new ServiceRow(service)] };
  });
  return [shown, ...done].map((command) => new vscode.CodeLens(range, command));
}
