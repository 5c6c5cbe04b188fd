import * as vscode from 'vscode';
import { ClickHouse } from '../../adapters/clickhouse';
import type { DockerEngine } from '../../adapters/docker';
import { findClickHouse } from '../../adapters/findClickHouse';
import type { LoadedStack } from '../../adapters/stackFiles';
import { TunnelAgent } from '../../adapters/tunnelAgent';
import { configuredConnection } from '../../core/clickhouse/connection';
import type { ClickHouseConnection, ConnectionChoice } from '../../core/clickhouse/connection';
import { Secret } from '../../core/secret';
import { UserError } from '../../core/userError';
import { SETTINGS_SECTION } from '../ids';

/** Goes with langfuseStack.clickhouse.url; a settings file is no place for a password. */
const PASSWORD_VARIABLE = 'LANGFUSE_STACK_CLICKHOUSE_PASSWORD';

/** What the notebook needs of `Stacks`. */
export interface StackSource {
  readonly onDidChange: vscode.Event<void>;
  loadActive(): Promise<LoadedStack>;
}

/** The engine behind the stack: a way to ClickHouse where its port does not lead there. */
export interface EngineAccess {
  readonly engine: DockerEngine;
  readonly isRemote: () => Promise<boolean>;
}

/** Which ClickHouse the notebooks ask: the configured one, else that of the stack. Keeps its connections open. */
export class NotebookConnections implements vscode.Disposable {
  private readonly didChange = new vscode.EventEmitter<void>();
  readonly onDidChange = this.didChange.event;

  private readonly subscriptions: vscode.Disposable;
  private readonly closing = new AbortController();
  private opened: readonly ClickHouse[] = [];

  constructor(
    private readonly stacks: StackSource,
    private readonly access: EngineAccess,
    private readonly environment: Readonly<NodeJS.ProcessEnv>,
  ) {
    this.subscriptions = vscode.Disposable.from(
      stacks.onDidChange(() => this.didChange.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${SETTINGS_SECTION}.clickhouse`)) this.didChange.fire();
      }),
      this.didChange,
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.closing.abort();
    // One that could not be opened has nothing to close.
    for (const clickhouse of this.opened) clickhouse.close().catch(() => undefined);
    this.opened = [];
  }

  async choose(): Promise<ConnectionChoice> {
    const settings = vscode.workspace.getConfiguration(`${SETTINGS_SECTION}.clickhouse`);
    const url = settings.get<string>('url', '').trim();
    if (url !== '')
      return configuredConnection({
        url,
        user: settings.get<string>('user', 'default'),
        password: new Secret(this.environment[PASSWORD_VARIABLE] ?? ''),
      });
    try {
      const { project } = await this.stacks.loadActive();
      return await findClickHouse(project, {
        engine: this.access.engine,
        isRemote: await this.access.isRemote(),
        signal: this.closing.signal,
      });
    } catch (error) {
      if (error instanceof UserError) return { kind: 'unavailable', message: error.message };
      throw error;
    }
  }

  /** Files and settings are read anew each time, so an edited password counts at once. Throws UserError. */
  async open(maxSeconds: number): Promise<ClickHouse> {
    const choice = await this.choose();
    if (choice.kind === 'unavailable') throw new UserError(choice.message);
    const { connection } = choice;
    const known = this.opened.find(
      (candidate) => candidate.maxSeconds === maxSeconds && isSame(candidate.connection, connection),
    );
    if (known !== undefined) return known;
    const { tunnel } = connection;
    const { engine } = this.access;
    const clickhouse = new ClickHouse(
      connection,
      maxSeconds,
      tunnel && { makeAgent: () => new TunnelAgent(engine, tunnel) },
    );
    this.opened = [...this.opened, clickhouse];
    return clickhouse;
  }
}

function isSame(a: ClickHouseConnection, b: ClickHouseConnection): boolean {
  return (
    a.url === b.url &&
    a.user === b.user &&
    a.database === b.database &&
    a.password.reveal() === b.password.reveal() &&
    JSON.stringify(a.tunnel) === JSON.stringify(b.tunnel)
  );
}
