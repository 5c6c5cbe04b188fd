import { relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { systemClock } from '../adapters/clock';
import { EvidenceReader } from '../adapters/evidenceReader';
import type { EvidenceSource } from '../adapters/evidenceReader';
import { isOnPath } from '../adapters/findProgram';
import { ServiceMonitor } from '../adapters/serviceMonitor';
import type { MonitoredEngine, Sighting } from '../adapters/serviceMonitor';
import { loadStack } from '../adapters/stackFiles';
import type { LoadedStack } from '../adapters/stackFiles';
import { stackView } from '../adapters/stackView';
import type { StackFiles, StackView } from '../adapters/stackView';
import { NO_EVIDENCE } from '../core/doctor/evidence';
import { findCauses } from '../core/doctor/findCause';
import type { Container } from '../core/stack/container';
import { foldServices } from '../core/stack/serviceState';
import type { ServiceState } from '../core/stack/serviceState';
import { filesElsewhere, watchFolder } from './folderWatch';
import type { FolderWatch } from './folderWatch';
import { SETTINGS_SECTION } from './ids';
import { inBackground, logFailure } from './log';
import { Onlookers } from './onlookers';
import type { Stacks } from './stacks';

const RELOAD_MS = 200;
/** Who turns to another view and back again should not find it empty-handed. */
const LINGER_MS = 2_000;
const WATCH_WHILE_HIDDEN = `${SETTINGS_SECTION}.services.watchWhileHidden`;

/**
 * The active stack as its files and its engine say right now. Does nothing until `start`. From then on the engine is
 * watched while somebody looks at the stack, and left alone while nobody does. Reads what is saved, as compose does.
 */
export class LiveStack implements vscode.Disposable {
  private readonly didChange = new vscode.EventEmitter<void>();
  readonly onDidChange = this.didChange.event;

  private readonly onlookers = new Onlookers((file) => this.reads(file));
  private readonly subscriptions: readonly { dispose(): void }[];
  private readonly reader: EvidenceReader;
  private evidence = NO_EVIDENCE;
  private readonly end = new AbortController();
  private lingering: NodeJS.Timeout | undefined;
  private files: StackFiles | undefined;
  private watched: FolderWatch | undefined;
  private monitoring: Monitoring | undefined;
  private hasDockerCommand = true;
  private reloadTimer: NodeJS.Timeout | undefined;
  private reloads = 0;

  constructor(
    private readonly stacks: Stacks,
    private readonly engine: MonitoredEngine & EvidenceSource,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.reader = new EvidenceReader(engine, systemClock);
    this.subscriptions = [
      stacks.onDidChange(() => this.scheduleReload()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.scheduleReload()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(WATCH_WHILE_HIDDEN)) this.watchIfWanted();
      }),
      this.onlookers,
      this.onlookers.onDidChange(() => this.watchIfWanted()),
    ];
  }

  dispose(): void {
    clearTimeout(this.reloadTimer);
    clearTimeout(this.lingering);
    this.reloads++;
    this.end.abort();
    this.monitoring?.pause();
    this.monitoring = undefined;
    this.watched?.dispose();
    vscode.Disposable.from(...this.subscriptions, this.didChange).dispose();
  }

  /** Undefined while nothing is known yet, and in a workspace that is not trusted. */
  get view(): StackView | undefined {
    const sighting = this.monitoring?.monitor.latest ?? NOTHING_SEEN;
    if (this.files === undefined || !vscode.workspace.isTrusted) return undefined;
    if (typeof this.files !== 'string' && sighting.kind === 'none') return undefined;
    return stackView(this.files, sighting, this.hasDockerCommand, this.evidence);
  }

  /** As last seen; undefined while the engine does not answer. */
  get containers(): readonly Container[] | undefined {
    const sighting = this.monitoring?.monitor.latest;
    return sighting?.kind === 'live' ? sighting.containers : undefined;
  }

  /** The containers of the stack in a folder; undefined unless it is the active one. */
  containersOf(folder: string): readonly Container[] | undefined {
    return this.watched?.folder === folder ? this.containers : undefined;
  }

  /** The services of a stack with the causes that are known; undefined unless it is the active one. */
  rowsOf({ folder, project }: LoadedStack): readonly ServiceState[] | undefined {
    const containers = this.containersOf(folder);
    return containers && foldServices(project, containers, findCauses(project, containers, this.evidence));
  }

  /** Whether what is shown follows what happens; otherwise it is as last seen. */
  get isWatching(): boolean {
    return this.monitoring?.isRunning === true;
  }

  /** Reads the files, if it has not. */
  start(): void {
    if (this.reloads === 0) this.reload();
  }

  /** Somebody looks at the stack until the result is disposed. */
  show(): vscode.Disposable {
    this.start();
    return this.onlookers.add();
  }

  /** Reads the files again and looks at every container, now. */
  refresh(): void {
    this.reload();
    this.monitoring?.resume();
    this.monitoring?.monitor.refresh();
    this.watchIfWanted();
  }

  /** Sees once what an operation has changed, if nobody looked on; else the events have told. */
  catchUp(): void {
    if (this.reloads > 0 && !this.isWatching) this.refresh();
  }

  private reads(file: string): boolean {
    if (this.files === undefined || typeof this.files === 'string') return false;
    const { folder, texts } = this.files;
    return texts.has(file) || texts.has(relative(folder, file).split(sep).join('/'));
  }

  private watchIfWanted(): void {
    clearTimeout(this.lingering);
    const isWanted = !this.onlookers.isEmpty || watchesWhileHidden();
    if (isWanted) this.monitoring?.resume();
    else if (this.isWatching) this.lingering = setTimeout(() => this.pause(), LINGER_MS);
  }

  private pause(): void {
    this.monitoring?.pause();
    this.didChange.fire();
  }

  /** `and look`: containers may be behind a file that is mounted into them. */
  private scheduleReload(look?: 'and look'): void {
    if (this.reloads === 0) return;
    clearTimeout(this.reloadTimer);
    this.reloadTimer = setTimeout(() => {
      this.reload();
      if (look !== undefined) this.monitoring?.monitor.refresh();
    }, RELOAD_MS);
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
    this.watch(folder, typeof files === 'string' ? [] : filesElsewhere(files));
    this.follow(typeof files === 'string' ? undefined : files.project.name);
    this.watchIfWanted();
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

  private watch(folder: string | undefined, elsewhere: readonly string[]): void {
    const isSame = this.watched?.elsewhere.join('\n') === elsewhere.join('\n');
    if (this.watched?.folder === folder && (folder === undefined || isSame)) return;
    this.watched?.dispose();
    this.watched =
      folder === undefined
        ? undefined
        : watchFolder(folder, elsewhere, () => this.scheduleReload('and look'));
  }

  private follow(projectName: string | undefined): void {
    if (this.monitoring?.monitor.projectName === projectName) return;
    this.monitoring?.pause();
    this.monitoring = undefined;
    if (projectName === undefined || !vscode.workspace.isTrusted) return;
    const monitor = new ServiceMonitor(this.engine, projectName, systemClock);
    const see = (sighting: Sighting) => inBackground(this.see(monitor, sighting), this.log);
    this.monitoring = new Monitoring(monitor, see);
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
    if (sighting.kind === 'live') await this.explain(monitor, sighting.containers);
  }

  /** Looks for the causes of what is not well. The rows show the state meanwhile. */
  private async explain(monitor: ServiceMonitor, containers: readonly Container[]): Promise<void> {
    const { signal } = this.end;
    try {
      for await (const evidence of this.reader.read(containers, signal)) {
        this.evidence = evidence;
        if (this.monitoring?.monitor === monitor) this.didChange.fire();
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}

/** A monitor that can be left alone for a while. It keeps what it saw. */
class Monitoring {
  private stop: (() => void) | undefined;

  constructor(
    readonly monitor: ServiceMonitor,
    private readonly see: (sighting: Sighting) => void,
  ) {}

  get isRunning(): boolean {
    return this.stop !== undefined;
  }

  resume(): void {
    this.stop ??= this.monitor.listen(this.see);
  }

  pause(): void {
    this.stop?.();
    this.stop = undefined;
  }
}

function watchesWhileHidden(): boolean {
  return vscode.workspace.getConfiguration().get(WATCH_WHILE_HIDDEN, false);
}

const NOTHING_SEEN: Sighting = { kind: 'none', containers: undefined, since: undefined };
