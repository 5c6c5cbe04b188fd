import * as vscode from 'vscode';
import { systemClock } from '../adapters/clock';
import type { DockerEngine } from '../adapters/docker';
import { isOnPath } from '../adapters/findProgram';
import { ServiceMonitor } from '../adapters/serviceMonitor';
import type { Sighting } from '../adapters/serviceMonitor';
import { loadStack } from '../adapters/stackFiles';
import { stackView } from '../adapters/stackView';
import type { StackFiles, StackView } from '../adapters/stackView';
import type { Container } from '../core/stack/container';
import { inBackground, logFailure } from './log';
import type { Stacks } from './stacks';

const STACK_FILES = '{.env,.env.*,*.env,*.yaml,*.yml}';
const RELOAD_MS = 200;

/**
 * The active stack as its files and its engine say right now. Does nothing until `start`; from then on it goes on
 * while its views are hidden, so that a badge stays true. Reads what is saved, as compose does.
 */
export class LiveStack implements vscode.Disposable {
  private readonly didChange = new vscode.EventEmitter<void>();
  readonly onDidChange = this.didChange.event;

  private readonly subscriptions: readonly vscode.Disposable[];
  private files: StackFiles | undefined;
  private watched: FolderWatch | undefined;
  private monitoring: Monitoring | undefined;
  private hasDockerCommand = true;
  private reloadTimer: NodeJS.Timeout | undefined;
  private reloads = 0;

  constructor(
    private readonly stacks: Stacks,
    private readonly engine: DockerEngine,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscriptions = [
      stacks.onDidChange(() => this.scheduleReload()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.scheduleReload()),
    ];
  }

  dispose(): void {
    clearTimeout(this.reloadTimer);
    this.reloads++;
    this.monitoring?.stop();
    this.monitoring = undefined;
    this.watched?.dispose();
    vscode.Disposable.from(...this.subscriptions, this.didChange).dispose();
  }

  /** Undefined while nothing is known yet, and in a workspace that is not trusted. */
  get view(): StackView | undefined {
    const sighting = this.monitoring?.monitor.latest ?? NOTHING_SEEN;
    if (this.files === undefined || !vscode.workspace.isTrusted) return undefined;
    if (typeof this.files !== 'string' && sighting.kind === 'none') return undefined;
    return stackView(this.files, sighting, this.hasDockerCommand);
  }

  /** As seen just now; undefined while the engine does not answer. */
  get containers(): readonly Container[] | undefined {
    const sighting = this.monitoring?.monitor.latest;
    return sighting?.kind === 'live' ? sighting.containers : undefined;
  }

  /** The containers of the stack in a folder; undefined unless it is the active one. */
  containersOf(folder: string): readonly Container[] | undefined {
    return this.watched?.folder === folder ? this.containers : undefined;
  }

  /** Begins to look, if it has not. */
  start(): void {
    if (this.reloads === 0) this.reload();
  }

  /** Reads the files again and looks at every container, now. */
  refresh(): void {
    this.reload();
    this.monitoring?.monitor.refresh();
  }

  private scheduleReload(): void {
    if (this.reloads === 0) return;
    clearTimeout(this.reloadTimer);
    this.reloadTimer = setTimeout(() => this.reload(), RELOAD_MS);
  }

  private reload(): void {
    inBackground(this.reloadNow(), this.log);
  }

  private async reloadNow(): Promise<void> {
    const turn = ++this.reloads;
    const folder = await this.stacks.active();
    const files = await this.read(folder);
    if (turn !== this.reloads) return;
    this.files = files;
    this.watch(folder);
    this.follow(typeof files === 'string' ? undefined : files.project.name);
    this.didChange.fire();
  }

  private async read(folder: string | undefined): Promise<StackFiles> {
    if (folder === undefined) return vscode.workspace.workspaceFolders ? 'no-compose' : 'no-folder';
    try {
      return await loadStack(folder, { environment: process.env });
    } catch (error) {
      logFailure(this.log, error);
      return 'load-error';
    }
  }

  private watch(folder: string | undefined): void {
    if (this.watched?.folder === folder) return;
    this.watched?.dispose();
    this.watched = folder === undefined ? undefined : watchFolder(folder, () => this.scheduleReload());
  }

  private follow(projectName: string | undefined): void {
    if (this.monitoring?.monitor.projectName === projectName) return;
    this.monitoring?.stop();
    this.monitoring = undefined;
    if (projectName === undefined || !vscode.workspace.isTrusted) return;
    const monitor = new ServiceMonitor(this.engine, projectName, systemClock);
    this.monitoring = {
      monitor,
      stop: monitor.listen((sighting) => inBackground(this.see(monitor, sighting), this.log)),
    };
  }

  private async see(monitor: ServiceMonitor, sighting: Sighting): Promise<void> {
    if (sighting.kind === 'stale') {
      this.log.debug(sighting.failure.message);
      if (sighting.failure.failure === 'absent') {
        this.hasDockerCommand = await isOnPath('docker', process.env);
      }
    }
    // A later sighting, or another stack, has its own turn.
    if (this.monitoring?.monitor === monitor && monitor.latest === sighting) this.didChange.fire();
  }
}

interface Monitoring {
  readonly monitor: ServiceMonitor;
  readonly stop: () => void;
}

interface FolderWatch {
  readonly folder: string;
  readonly dispose: () => void;
}

const NOTHING_SEEN: Sighting = { kind: 'none', containers: undefined, since: undefined };

function watchFolder(folder: string, changed: () => void): FolderWatch {
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, STACK_FILES));
  const subscriptions = [
    watcher,
    watcher.onDidCreate(changed),
    watcher.onDidChange(changed),
    watcher.onDidDelete(changed),
  ];
  return {
    folder,
    dispose: () => {
      vscode.Disposable.from(...subscriptions).dispose();
    },
  };
}
