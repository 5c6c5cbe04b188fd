import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { eventually } from './eventually';

const COMPOSE = `services:
  web:
    image: langfuse/langfuse:3.225.4
    env_file: settings
    environment:
      AUTH_DISABLE_SIGNUP: \${SIGNUP:-false}
      NEXTAUTH_SECRET: \${SECRET_OF_WEB}
      PASSED:
`;
const ENV = '\ufeffSIGNUP=true\r\nSECRET_OF_WEB=canary-of-the-web\r\nPASSED=p\r\n';

suite('language features', () => {
  const extension = vscode.extensions.getExtension('langfuse-stack.langfuse-stack')!;
  const root = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  let folder: string;
  let count = 0;

  setup(async () => {
    folder = join(root, `language-${++count}`);
    await stackWith({ 'compose.yaml': COMPOSE, '.env': ENV, settings: 'FROM_FILE=${SIGNUP}\n' });
    await extension.activate();
    // A folder that has just appeared is found a moment later.
    const compose = await open('compose.yaml');
    await eventually(async () => (await hover(compose, '${SIGNUP')) !== '');
  });
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    const settings = vscode.workspace.getConfiguration('langfuseStack.inlayHints');
    await settings.update('enabled', undefined, vscode.ConfigurationTarget.Global);
    await settings.update('secrets', undefined, vscode.ConfigurationTarget.Global);
    await rm(folder, { recursive: true, force: true });
  });

  test('a hover tells value, place and receivers, and no secret', async () => {
    const compose = await open('compose.yaml');
    const text = await hover(compose, '${SIGNUP');
    assert.match(text, /`SIGNUP`\*\* = `true` · \\\.env\\:1/);
    assert.match(text, /\*\*web\*\* as `AUTH_DISABLE_SIGNUP`/);
    assert.match(text, /Refuses every new account.*\n.*Read by Langfuse web/);
    const secret = await hover(compose, '${SECRET_OF_WEB');
    assert.match(secret, /••••••/);
    assert.ok(!secret.includes('canary'));
    assert.match(secret, /^More in .*\[secrets\/too-short\]\(file:.*\/docs\/rules\.md#L\d+\)/m);
  });

  test('hovers and hints follow what is typed, before it is saved', async () => {
    const env = await open('.env');
    await replaceIn(env, 'true', 'maybe');
    const compose = await open('compose.yaml', vscode.ViewColumn.Two);
    assert.match(await hover(compose, '${SIGNUP'), /= `maybe`/);
    await eventually(async () => (await hints(compose)).includes('5: → maybe'));
  });

  test('the first line behind a byte order mark is hit exactly', async () => {
    const env = await open('.env');
    const [found] = await hovers(env, new vscode.Position(0, 0));
    assert.deepEqual(found?.range, new vscode.Range(0, 0, 0, 6));
  });

  test('completion offers what .env misses', async () => {
    const env = await open('.env');
    await replaceIn(env, 'SIGNUP=true', '');
    const names = await completions(env, new vscode.Position(0, 0));
    const signup = names.find(({ label }) => labelText(label) === 'SIGNUP');
    assert.equal(signup?.insertText, 'SIGNUP=');
    assert.equal(signup.command?.command, 'editor.action.triggerSuggest');
  });

  test('completion offers the words of a value', async () => {
    const compose = await open('compose.yaml');
    await replaceIn(compose, '${SIGNUP:-false}', '');
    const words = await completions(compose, new vscode.Position(5, 27));
    assert.deepEqual(
      words
        .filter(({ kind }) => kind === vscode.CompletionItemKind.EnumMember)
        .map(({ insertText }) => insertText),
      ["'true'", "'false'"],
    );
  });

  test('completion offers names in a reference, and no secret', async () => {
    const compose = await open('compose.yaml');
    await replaceIn(compose, '${SECRET_OF_WEB}', '${}');
    const names = await completions(compose, new vscode.Position(6, 25));
    const offered = names.map(({ label }) =>
      typeof label === 'string' ? label : `${label.label} ${label.description ?? ''}`,
    );
    assert.ok(offered.includes('SIGNUP true') && offered.includes('SECRET_OF_WEB ••••••'), offered.join());
    assert.ok(!JSON.stringify(names).includes('canary'));
  });

  test('the definition of a reference is its line, and its references are in every file', async () => {
    const compose = await open('compose.yaml');
    const at = positionOf(compose, 'SIGNUP:-');
    const definitions = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeDefinitionProvider',
      compose.uri,
      at,
    );
    assert.deepEqual(definitions.map(place), ['.env 0:0']);
    const references = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeReferenceProvider',
      compose.uri,
      at,
    );
    assert.deepEqual(references.map(place).sort(), ['.env 0:0', 'compose.yaml 5:29', 'settings 0:12']);
    const highlights = await vscode.commands.executeCommand<vscode.DocumentHighlight[]>(
      'vscode.executeDocumentHighlights',
      compose.uri,
      at,
    );
    assert.equal(highlights.length, 1);
  });

  test('a rename changes every file, and what a container receives stays', async () => {
    const env = await open('.env');
    const edit = await rename(env, new vscode.Position(2, 1), 'HANDED_ON');
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(env.getText(), 'SIGNUP=true\r\nSECRET_OF_WEB=canary-of-the-web\r\nHANDED_ON=p\r\n');
    const compose = await open('compose.yaml');
    assert.match(compose.getText(), /^ {6}PASSED: \$\{HANDED_ON\}$/m);
    await vscode.workspace.saveAll(false);
  });

  test('a rename is refused with the reason', async () => {
    const compose = await open('compose.yaml');
    await assert.rejects(
      Promise.resolve(rename(compose, positionOf(compose, 'AUTH_DISABLE_SIGNUP'), 'X')),
      /container reads AUTH_DISABLE_SIGNUP/,
    );
    await assert.rejects(
      Promise.resolve(rename(compose, positionOf(compose, 'SECRET_OF_WEB'), 'A-B')),
      /letters, digits and underscores/,
    );
  });

  test('hints stand behind references, without secrets until they are asked for', async () => {
    const compose = await open('compose.yaml');
    await eventually(async () => (await hints(compose)).length > 0);
    assert.deepEqual(await hints(compose), ['5: → true', '7: → p']);
    const settings = vscode.workspace.getConfiguration('langfuseStack.inlayHints');
    await settings.update('secrets', true, vscode.ConfigurationTarget.Global);
    assert.deepEqual(await hints(compose), ['5: → true', '6: → ••••••', '7: → p']);
    await settings.update('enabled', false, vscode.ConfigurationTarget.Global);
    assert.deepEqual(await hints(compose), []);
  });

  test('an env_file of any name takes part, and files that no stack reads do not', async () => {
    assert.match(await hover(await open('settings'), 'FROM_FILE'), /\*\*web\*\* `FROM_FILE` = `true`/);
    await stackWith({ 'other/deployment.yaml': 'kind: ${SIGNUP}\n' });
    assert.equal(await hover(await open('other/deployment.yaml'), '${SIGNUP'), '');
  });

  async function stackWith(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
  }

  async function open(name: string, column = vscode.ViewColumn.One): Promise<vscode.TextDocument> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(join(folder, name)));
    await vscode.window.showTextDocument(document, column);
    return document;
  }
});

function place({ uri, range }: vscode.Location): string {
  return `${uri.path.split('/').at(-1)!} ${range.start.line}:${range.start.character}`;
}

/** Where a word first stands. */
function positionOf(document: vscode.TextDocument, word: string): vscode.Position {
  const offset = document.getText().indexOf(word);
  assert.ok(offset >= 0, `${word} is not in ${document.fileName}.`);
  return document.positionAt(offset);
}

async function replaceIn(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const start = positionOf(document, from);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(start, start.translate(0, from.length)), to);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

function hovers(document: vscode.TextDocument, position: vscode.Position): Thenable<vscode.Hover[]> {
  return vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, position);
}

/** Everything that is said about a word. */
async function hover(document: vscode.TextDocument, word: string): Promise<string> {
  const found = await hovers(document, positionOf(document, word));
  return found
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .join('\n');
}

async function completions(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<readonly vscode.CompletionItem[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position,
    undefined,
    // So that commands of items come as well.
    1000,
  );
  return list.items;
}

function rename(
  document: vscode.TextDocument,
  position: vscode.Position,
  name: string,
): Thenable<vscode.WorkspaceEdit> {
  return vscode.commands.executeCommand('vscode.executeDocumentRenameProvider', document.uri, position, name);
}

function labelText(
  label: string | { readonly label: string } | readonly { readonly value: string }[],
): string {
  if (typeof label === 'string') return label;
  return 'label' in label ? label.label : label.map(({ value }) => value).join('');
}

/** As `line: label`. */
async function hints(document: vscode.TextDocument): Promise<readonly string[]> {
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    whole,
  );
  return found.map(({ position, label }) => `${position.line}: ${labelText(label)}`);
}
