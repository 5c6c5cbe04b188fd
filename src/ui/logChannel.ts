import * as vscode from 'vscode';
import { systemClock } from '../adapters/clock';
import type { DockerEngine } from '../adapters/docker';
import { LogFollower } from '../adapters/followLogs';
import type { LogEntry } from '../adapters/followLogs';
import type { LoadedStack } from '../adapters/stackFiles';
import { isSecretName } from '../core/langfuse/catalogue';
import { plainText } from '../core/plainText';
import { redactor, redactorOf } from '../core/secrets/redact';
import type { Secret } from '../core/secret';
import type { Container } from '../core/stack/container';

const TAIL_LINES = 1000;

/** An output channel with the logs of services. It is followed while it is visible, and goes on where it was. */
export class LogChannel implements vscode.Disposable {
  readonly folder: string;
  private readonly channel: vscode.OutputChannel;
  private readonly follower: LogFollower;
  private readonly watch: vscode.Disposable;
  private following: AbortController | undefined;
  private wasVisible = false;
  private stack: LoadedStack;
  /** Of every container that was seen: its processes know those that it was created with. */
  private readonly containerSecrets = new Set<Secret>();
  private seen: readonly Container[] = [];
  private redact: (text: string) => string;

  /** `services` is undefined for all of them. */
  constructor(
    stack: LoadedStack,
    private readonly services: readonly string[] | undefined,
    { engine }: { readonly engine: DockerEngine },
  ) {
    this.folder = stack.folder;
    this.stack = stack;
    this.redact = redactor(stack.project);
    const name = `${services?.join(', ') ?? 'All services'} (${stack.project.name})`;
    // The language "log" colours levels and times.
    this.channel = vscode.window.createOutputChannel(name, 'log');
    this.follower = new LogFollower({
      engine,
      projectName: stack.project.name,
      services,
      tail: TAIL_LINES,
      clock: systemClock,
      see: (containers) => this.learn(containers),
      emit: (entry) => this.channel.appendLine(this.format(entry)),
    });
    this.watch = vscode.window.onDidChangeVisibleTextEditors((editors) => {
      const isVisible = editors.some(({ document: { uri } }) => channelName(uri) === name);
      if (isVisible) this.start();
      // Until it was seen once it is about to be shown.
      else if (this.wasVisible) this.stop();
      this.wasVisible ||= isVisible;
    });
  }

  /** With the stack as its files are now: what is a secret may have changed. */
  show(stack: LoadedStack): void {
    this.stack = stack;
    this.updateRedaction();
    this.channel.show(true);
    this.start();
  }

  dispose(): void {
    this.stop();
    this.watch.dispose();
    this.channel.dispose();
  }

  private start(): void {
    if (this.following !== undefined) return;
    this.following = new AbortController();
    this.follower.follow(this.following.signal);
  }

  private stop(): void {
    this.following?.abort();
    this.following = undefined;
  }

  private learn(containers: readonly Container[]): void {
    const known = new Set(this.seen.map(({ id }) => id));
    const news = containers.filter(({ id }) => !known.has(id));
    this.seen = containers;
    if (news.length === 0) return;
    for (const { environment } of news)
      for (const [name, value] of environment) if (isSecretName(name)) this.containerSecrets.add(value);
    this.updateRedaction();
  }

  private updateRedaction(): void {
    const ofFiles = redactor(this.stack.project);
    const ofContainers = redactorOf(this.containerSecrets);
    this.redact = (text) => ofContainers(ofFiles(text));
  }

  private format({ kind, service, text }: LogEntry): string {
    const names = this.services ?? [...this.stack.project.services.keys()];
    const width = Math.max(...names.map((name) => name.length));
    const prefix = this.services?.length === 1 ? '' : `${service.padEnd(width)} | `;
    return prefix + (kind === 'remark' ? `──── ${text} ────` : this.redact(plainText(text)));
  }
}

/** An output channel is shown in an editor whose address has a number and the channel's name at its end. */
function channelName({ scheme, path }: vscode.Uri): string | undefined {
  return scheme === 'output' ? /#\d+-(.*)$/s.exec(path)?.[1] : undefined;
}
