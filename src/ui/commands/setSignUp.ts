import { join } from 'node:path';
import * as vscode from 'vscode';
import { loadStack } from '../../adapters/stackFiles';
import type { LoadedStack } from '../../adapters/stackFiles';
import { SIGN_UP_SETTING, signUpStatus } from '../../core/checklist/signUp';
import { signUpFix } from '../../core/checklist/signUpFix';
import type { Fix } from '../../core/diagnostic';
import { listed } from '../../core/listed';
import { applyEdits } from '../../core/text';
import { UserError } from '../../core/userError';
import { toTextEdits } from '../convert';
import { isRefused } from '../executePlan';
import { commands } from '../ids';
import { showInformation } from '../notify';
import { planNow } from '../planNow';
import { confirmProduction } from '../production';
import { registerCommand } from '../registerCommand';
import { lookAt } from '../stackCommands';
import type { StackTools } from '../stackCommands';
import { recreateService } from './recreateService';

/** Lock Sign-Up and Unlock Sign-Up: edit what decides in the files, and give web a new container that reads it. */
export function registerSetSignUp(tools: StackTools): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand(commands.lockSignUp, tools.log, () => setSignUp('closed', tools)),
    registerCommand(commands.unlockSignUp, tools.log, () => setSignUp('open', tools)),
  );
}

async function setSignUp(wanted: 'closed' | 'open', tools: StackTools): Promise<void> {
  const stack = await tools.stacks.loadActive();
  const status = signUpStatus(stack.project, []);
  if (status === undefined) throw new UserError('No service of this stack runs the image langfuse/langfuse.');
  const { web } = status;
  const edit = status.files === wanted ? undefined : await workingEdit(stack, wanted);
  const rows = await lookAt(stack, tools.engine, new AbortController().signal);
  const isUp = rows.some(({ name, replicas }) => name === web && replicas.length > 0);
  // Before anything is edited: what keeps the container from being replaced leaves the files as they are, too.
  if (
    isUp &&
    isRefused(
      await planNow({ operation: 'recreate', service: web }, edit?.edited ?? stack, tools),
      tools.log,
      [],
    )
  )
    return;
  const fix = edit?.fix;
  if (!(await isConsented({ wanted, stack, fix, web, isUp }))) return;
  if (fix !== undefined) await apply(stack, fix);
  if (isUp) return recreateService(web, await tools.stacks.loadActive(), tools, 'given');
  showInformation(`Sign-up will be ${wanted} when ${stack.project.name} starts.`, tools.log);
}

interface Edit {
  readonly fix: Fix;
  /** The stack as it is with the fix. */
  readonly edited: LoadedStack;
}

/** A fix whose effect was seen by reading the files with it. */
async function workingEdit(stack: LoadedStack, wanted: 'closed' | 'open'): Promise<Edit> {
  const { folder, project, texts } = stack;
  const fix = signUpFix(project, texts, wanted);
  if (fix === undefined)
    throw new UserError(
      `The compose files are written in a way that is not edited. Set ${SIGN_UP_SETTING} in them yourself, then run Recreate Service.`,
    );
  for (const { path } of fix.edits) {
    const file = join(folder, path);
    if (vscode.workspace.textDocuments.some(({ uri, isDirty }) => isDirty && uri.fsPath === file))
      throw new UserError(`${path} has changes that are not saved. Save it, then try again.`);
  }
  const overlay = new Map(
    fix.edits.map(({ path, edits }) => [join(folder, path), applyEdits(texts.get(path) ?? '', edits)]),
  );
  const edited = await loadStack(folder, { environment: process.env, overlay });
  if (signUpStatus(edited.project, [])?.files !== wanted)
    throw new UserError(
      `Something else than the files decides ${SIGN_UP_SETTING}, such as a variable of the shell that started the editor. Unset it there, then try again.`,
    );
  return { fix, edited };
}

interface Question {
  readonly wanted: 'closed' | 'open';
  readonly stack: LoadedStack;
  readonly fix: Fix | undefined;
  readonly web: string;
  readonly isUp: boolean;
}

async function isConsented({ wanted, stack, fix, web, isUp }: Question): Promise<boolean> {
  const title = `${wanted === 'closed' ? 'Lock' : 'Unlock'} sign-up of ${stack.project.name}`;
  const steps = [
    ...(fix === undefined ? [] : [`${fix.title} in ${listed(fix.edits.map(({ path }) => path))}.`]),
    ...(isUp ? [`Replace the container of ${web}. Langfuse is away until the new one is well.`] : []),
  ];
  const effect =
    wanted === 'closed'
      ? 'Nobody can make an account any more, not even invited people or by a first sign-in through a provider.'
      : 'Everybody who reaches Langfuse can make an account, until you lock it again.';
  const detail = [effect, '', ...steps.map((step, index) => `${index + 1}. ${step}`)].join('\n');
  const button = wanted === 'closed' ? 'Lock' : 'Unlock';
  const picked = await vscode.window.showInformationMessage(`${title}?`, { modal: true, detail }, button);
  return picked === button && (await confirmProduction(stack.project.name, title, 'go on'));
}

/** In the editor, where it can be undone, and on the disk, where compose reads it. */
async function apply({ folder, texts }: LoadedStack, { edits }: Fix): Promise<void> {
  const workspaceEdit = new vscode.WorkspaceEdit();
  for (const { path, edits: changes } of edits) {
    const uri = vscode.Uri.file(join(folder, path));
    const text = texts.get(path);
    if (text === undefined)
      workspaceEdit.createFile(uri, { contents: Buffer.from(applyEdits('', changes)), overwrite: false });
    else workspaceEdit.set(uri, toTextEdits(text, changes));
  }
  if (!(await vscode.workspace.applyEdit(workspaceEdit)))
    throw new UserError('The files could not be edited, so nothing was changed. Check their permissions.');
  for (const { path } of edits) {
    const document = await vscode.workspace.openTextDocument(join(folder, path));
    if (!(await document.save()) && document.isDirty)
      throw new UserError(`${path} could not be saved. Save it, then run Recreate Service.`);
  }
}
