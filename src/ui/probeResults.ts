import * as vscode from 'vscode';
import type { ProbeReport } from '../core/probe/probe';

export interface ProbeRun {
  readonly projectName: string;
  readonly report: ProbeReport;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What the last probes of the active stack found, for every view that shows it. */
export class ProbeResults implements vscode.Disposable {
  private readonly didChange = new vscode.EventEmitter<ProbeRun>();
  readonly onDidChange = this.didChange.event;
  private last: ProbeRun | undefined;

  /** Undefined until the first run. */
  get latest(): ProbeRun | undefined {
    return this.last;
  }

  set(run: ProbeRun): void {
    this.last = run;
    this.didChange.fire(run);
  }

  dispose(): void {
    this.didChange.dispose();
  }
}
