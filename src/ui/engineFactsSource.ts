import * as vscode from 'vscode';
import type { DockerEngine } from '../adapters/docker';
import { DockerError } from '../adapters/dockerError';
import { readEngineFacts } from '../adapters/engineFacts';
import type { Container } from '../core/stack/container';
import type { EngineFacts } from '../core/stack/engineFacts';
import type { LiveStack } from './liveStack';

/** What the engine says of the stack that is being looked at. Asks nothing itself until somebody looks. */
export class EngineFactsSource implements vscode.Disposable {
  private readonly didChange = new vscode.EventEmitter<void>();
  /** What is said of the containers may differ now: one was created, started or removed, or a file was written. */
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

  private compare(): void {
    const current = this.live.containers?.map(whatCounts).join('\n') ?? 'unknown';
    if (current === this.known) return;
    this.known = current;
    this.didChange.fire();
  }
}

// Its environment and image never change; which of its mounted files are news does.
function whatCounts({ id, status, startedAt, files = [] }: Container): string {
  const written = files.map(({ target, modifiedAt }) => `${target} ${modifiedAt}`);
  return [id, ...(files.length === 0 ? [] : [status, startedAt]), ...written].join();
}
