import * as vscode from 'vscode';
import { systemClock } from '../../adapters/clock';
import { examine } from '../../adapters/examine';
import type { Examination } from '../../adapters/examine';
import type { LoadedStack } from '../../adapters/stackFiles';
import type { DiagnosedCause, Diagnosis } from '../../core/doctor/diagnosis';
import { OUTCOMES, diagnosisAsText } from '../../core/doctor/diagnosisText';
import { levelsFor } from '../checkLevels';
import { commands, contextKeys, views } from '../ids';
import { inBackground } from '../log';
import { showInformation, showWarning } from '../notify';
import type { Offer } from '../notify';
import { runWithProgress } from '../progress';
import { registerCommand } from '../registerCommand';
import type { StackTools } from '../stackCommands';
import type { Stacks } from '../stacks';
import type { CauseDetail } from './doctorItems';
import { causeItem, commandOf, detailItem, detailsOf } from './doctorItems';

/** Doctor: says what the stack suffers from, in a view with the evidence one click away. The caller disposes the result. */
export function registerDoctor(tools: StackTools): vscode.Disposable {
  const view = new DoctorView();
  const command = registerCommand(commands.doctor, tools.log, () => callDoctor(view, tools));
  const forgotten = tools.stacks.onDidChange(() => inBackground(forgetOther(view, tools.stacks), tools.log));
  return vscode.Disposable.from(view, command, forgotten);
}

/** What was found of a stack says nothing of the one that is active now. */
async function forgetOther(view: DoctorView, stacks: Stacks): Promise<void> {
  if ((await stacks.active()) !== view.folder) view.clear();
}

async function callDoctor(
  view: DoctorView,
  { stacks, engine, engineHost, probes, log }: StackTools,
): Promise<void> {
  const stack = await stacks.loadActive();
  const { name } = stack.project;
  let examination: Examination | undefined;
  await runWithProgress(`Examining ${name}`, async (signal) => {
    const host = await engineHost();
    const levels = levelsFor(stack.folder);
    examination = await examine(stack, { engine, engineHost: host, clock: systemClock, levels, signal });
  });
  if (examination === undefined) return;
  const { diagnosis, report } = examination;
  probes.set({ projectName: name, report, at: Date.now() });
  log.info(diagnosisAsText(diagnosis));
  view.show(stack, diagnosis);
  const [first] = diagnosis.causes;
  const show = { title: 'Show Causes', run: () => view.focus() };
  if (first === undefined) {
    const tell = diagnosis.outcome === 'healthy' ? showInformation : showWarning;
    tell([`${name}: ${OUTCOMES[diagnosis.outcome]}`, ...diagnosis.unseen].join(' '), log);
    return;
  }
  const said = [first.explanation, first.remedy].filter(Boolean).join(' ');
  // Most sentences begin with the name already.
  const where = first.service ?? name;
  const message = said.startsWith(where) ? said : `${where}: ${said}`;
  showWarning(message, log, [...repairOf(first, stack), show]);
  await view.focus();
}

/** At once, where it is a command: it asks before it changes anything. */
function repairOf({ fix }: DiagnosedCause, stack: LoadedStack): readonly Offer[] {
  if (fix?.kind !== 'command') return [];
  const { command, title, arguments: operands = [] } = commandOf(fix, stack);
  return [{ title, run: () => vscode.commands.executeCommand(command, ...(operands as readonly unknown[])) }];
}

type Row =
  | { readonly kind: 'cause'; readonly cause: DiagnosedCause; readonly index: number }
  | { readonly kind: 'detail'; readonly detail: CauseDetail };

/** The causes that were found last, what to mend first on top. Is there only while there is something to say. */
class DoctorView implements vscode.TreeDataProvider<Row> {
  private readonly didChange = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.didChange.event;
  private readonly view = vscode.window.createTreeView(views.doctor, { treeDataProvider: this });
  private last: { readonly stack: LoadedStack; readonly diagnosis: Diagnosis } | undefined;

  /** Of the stack whose causes are shown. */
  get folder(): string | undefined {
    return this.last?.stack.folder;
  }

  dispose(): void {
    this.view.dispose();
    this.didChange.dispose();
  }

  show(stack: LoadedStack, diagnosis: Diagnosis): void {
    this.last = { stack, diagnosis };
    const time = new Date().toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
    this.view.description = `${stack.project.name} at ${time}`;
    this.refresh(diagnosis.causes.length);
  }

  clear(): void {
    this.last = undefined;
    this.refresh(0);
  }

  async focus(): Promise<void> {
    if (this.last !== undefined && this.last.diagnosis.causes.length > 0)
      await vscode.commands.executeCommand(`${views.doctor}.focus`);
  }

  getTreeItem(row: Row): vscode.TreeItem {
    return row.kind === 'cause' ? causeItem(row.cause, row.index) : detailItem(row.detail);
  }

  getChildren(parent?: Row): Row[] {
    if (this.last === undefined) return [];
    const { stack, diagnosis } = this.last;
    if (parent === undefined)
      return diagnosis.causes.map((cause, index) => ({ kind: 'cause', cause, index }));
    if (parent.kind === 'detail') return [];
    return detailsOf(parent.cause, stack).map((detail) => ({ kind: 'detail', detail }));
  }

  private refresh(count: number): void {
    void vscode.commands.executeCommand('setContext', contextKeys.hasCauses, count > 0);
    this.didChange.fire(undefined);
  }
}
