import * as vscode from 'vscode';
import { ignoreInGit, writeNewFiles } from '../../adapters/newFiles';
import { BASE_NAMES } from '../../core/compose/discover';
import { normalizeProjectName } from '../../core/compose/projectName';
import { LAST_LANGFUSE } from '../../core/langfuse/versions';
import { LANGFUSE_CHOICES, scaffold } from '../../core/scaffold/scaffold';
import type { LangfuseChoice, ScaffoldChoice, StackTexts } from '../../core/scaffold/scaffold';
import { UserError } from '../../core/userError';
import { commands } from '../ids';
import { showInformation } from '../notify';
import { registerCommand } from '../registerCommand';
import type { Stacks } from '../stacks';

const TITLE = 'Scaffold Stack';

/** Scaffold Stack: a compose file, `.env.example` and `.gitignore` where there was nothing. It overwrites no file. */
export function registerScaffoldStack(
  extensionUri: vscode.Uri,
  stacks: Pick<Stacks, 'select'>,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return registerCommand(commands.scaffoldStack, log, async () => {
    const folder = await chooseFolder();
    if (folder === undefined) return;
    await refuseIfTaken(folder);
    const choice = await choose(folder);
    if (choice === undefined) return;
    const texts = scaffold(await readSample(extensionUri), choice);
    await writeNewFiles(
      folder.fsPath,
      new Map([
        ['compose.yaml', texts.compose],
        ['.env.example', texts.envExample],
      ]),
    );
    await ignoreInGit(folder.fsPath, '.env');
    // What comes next is about this one, also where another stack was chosen before.
    await stacks.select(folder.fsPath);
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, 'compose.yaml'));
    showInformation(`${choice.name} has its files. Next, it needs secrets.`, log, [
      { title: 'Create Secrets', run: () => vscode.commands.executeCommand(commands.createSecrets) },
    ]);
  });
}

async function chooseFolder(): Promise<vscode.Uri | undefined> {
  const [first, ...others] = vscode.workspace.workspaceFolders ?? [];
  if (first === undefined)
    throw new UserError('Open the folder that is to hold the stack, then run Scaffold Stack again.');
  if (others.length === 0) return first.uri;
  const placeHolder = 'Choose the folder that is to hold the stack';
  return (await vscode.window.showWorkspaceFolderPick({ placeHolder }))?.uri;
}

/** Before anything is asked; what appears in the meantime is not overwritten either. */
async function refuseIfTaken(folder: vscode.Uri): Promise<void> {
  const names = new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name));
  const taken = [...BASE_NAMES, '.env.example'].find((name) => names.has(name));
  if (taken !== undefined) {
    throw new UserError(
      `${taken} exists already in ${folder.fsPath}, and is not overwritten. Open an empty folder for a new stack.`,
    );
  }
}

async function choose(folder: vscode.Uri): Promise<ScaffoldChoice | undefined> {
  const langfuse = await chooseLangfuse();
  if (langfuse === undefined) return undefined;
  const clickhouse = await chooseClickHouse(langfuse);
  if (clickhouse === undefined) return undefined;
  const name = await vscode.window.showInputBox({
    title: TITLE,
    prompt: 'Name of the compose project. It begins the names of containers and volumes.',
    value: normalizeProjectName(folder.path.split('/').at(-1) ?? ''),
    ignoreFocusOut: true,
    validateInput: (text) =>
      text !== '' && text === normalizeProjectName(text)
        ? undefined
        : 'Lower-case letters, digits, "-" and "_"; a letter or digit first.',
  });
  return name === undefined ? undefined : { name, langfuseMajor: langfuse.major, clickhouse };
}

async function chooseLangfuse(): Promise<LangfuseChoice | undefined> {
  const items = LANGFUSE_CHOICES.map((choice) => ({
    label: `Langfuse ${choice.major}`,
    description: LAST_LANGFUSE.get(choice.major) ?? '',
    detail: choice.note,
    choice,
  }));
  const options = { title: TITLE, placeHolder: 'Choose the version of Langfuse', ignoreFocusOut: true };
  return (await vscode.window.showQuickPick(items, options))?.choice;
}

async function chooseClickHouse({ major, clickhouse }: LangfuseChoice): Promise<string | undefined> {
  const items = clickhouse.map((version, index) => ({
    label: `ClickHouse ${version}`,
    description: index === 0 ? 'recommended' : '',
    version,
  }));
  const placeHolder = `Choose the version of ClickHouse for Langfuse ${major}`;
  const options = { title: TITLE, placeHolder, ignoreFocusOut: true };
  return (await vscode.window.showQuickPick(items, options))?.version;
}

/** The stack that comes with the extension. */
async function readSample(extensionUri: vscode.Uri): Promise<StackTexts> {
  const read = async (name: string): Promise<string> => {
    const bytes = await vscode.workspace.fs.readFile(
      vscode.Uri.joinPath(extensionUri, 'samples', 'ai-gateway', name),
    );
    return new TextDecoder().decode(bytes);
  };
  const [compose, envExample] = await Promise.all([read('compose.yaml'), read('.env.example')]);
  return { compose, envExample };
}
