import * as vscode from 'vscode';
import type { DockerEngine } from '../adapters/docker';
import { DockerError } from '../adapters/dockerError';
import { readEngineFacts } from '../adapters/engineFacts';
import type { EngineFacts } from '../core/stack/engineFacts';
import type { LiveStack } from './liveStack';

/** What the engine says of the stack that is being looked at. Asks nothing itself until somebody looks. */
export class EngineFactsSource implements vscode.Disposable {
  private readonly didChange = new vscode.EventEmitter<void>();
  /** Containers were created or removed: what is said of them may differ now. */
  readonly onDidChange = this.didChange.event;

  private readonly subscription: vscode.Disposable;
  private readonly ending = new AbortController();
  private known = '';

  constructor(
    private readonly live: LiveStack,
    private readonly engine: DockerEngine,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscription = live.onDidChange(() => this.compare());
  }

  dispose(): void {
    this.ending.abort();
    vscode.Disposable.from(this.subscription, this.didChange).dispose();
  }

  /** Undefined for another stack than the active one, and while the engine does not answer. */
  async read(folder: string): Promise<EngineFacts | undefined> {
    const containers = this.live.containersOf(folder);
    if (containers === undefined) return undefined;
    try {
      return await readEngineFacts(this.engine, containers, this.ending.signal);
    } catch (error) {
      if (!(error instanceof DockerError) && !this.ending.signal.aborted) throw error;
      this.log.debug(String(error));
      return undefined;
    }
  }

  /** Begins to look at the engine: somebody reads the stack's files. */
  start(): void {
    if (vscode.workspace.isTrusted) this.live.start();
  }

  // A container's environment and image never change, so its identity is all that counts.
  private compare(): void {
    const containers = this.live.containers;
    const current = containers?.map(({ id }) => id).join() ?? 'unknown';
    if (current === this.known) return;
    this.known = current;
    this.didChange.fire();
  }
}
