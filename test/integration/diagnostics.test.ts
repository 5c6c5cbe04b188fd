import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import * as vscode from 'vscode';
import type { ReportEntry } from '../../src/core/report';
import { DIAGNOSTIC_SOURCE } from '../../src/ui/ids';
import { eventually } from './eventually';

suite('diagnostics', () => {
  const extension = vscode.extensions.getExtension('langfuse-stack.langfuse-stack')!;
  const root = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  let folder: string;
  let count = 0;

  setup(async () => {
    // One of its own for each test: VS Code keeps a document for a while after its file is gone.
    folder = join(root, `later-${++count}`);
    await extension.activate();
  });
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await rm(folder, { recursive: true, force: true });
    await eventually(() => problemsIn(folder).length === 0);
  });

  test('equal what the command line says, for the sample that works', async () => {
    const expected = await check(root);
    assert.ok(expected.length > 0, 'Without a .env the secrets are missing.');
    await eventually(() => JSON.stringify(problemsIn(root)) === JSON.stringify(expected));
  });

  test('equal what the command line says, for the runbook in a folder that appears later', async () => {
    await cp(join(extension.extensionPath, 'samples/as-written'), folder, { recursive: true });
    const expected = await check(folder);
    assert.ok(expected.length >= 10);
    await eventually(() => JSON.stringify(problemsIn(folder)) === JSON.stringify(expected));
  });

  test('equal what the command line says, for every stack that there is a fixture of', async function () {
    this.timeout(120_000);
    const fixtures = (await stacksBelow(join(extension.extensionPath, 'test/fixtures'))).filter(
      (path) => existsSync(join(path, 'compose.yaml')) || existsSync(join(path, 'docker-compose.yml')),
    );
    assert.ok(fixtures.length > 90);
    // The editor looks after so many stacks at once, and no more.
    for (let first = 0; first < fixtures.length; first += 30) {
      const batch = fixtures.slice(first, first + 30);
      for (const path of batch) await cp(path, join(folder, basename(path)), { recursive: true });
      const copies = batch.map((path) => join(folder, basename(path)));
      const expected = await checkAll(copies);
      const differs = (copy: string) =>
        JSON.stringify(problemsIn(copy)) !== JSON.stringify(expected.get(copy) ?? []);
      // Where nothing is expected nothing is true at once, so those are looked at when the others are done.
      await eventually(() => !copies.some((copy) => expected.has(copy) && differs(copy)));
      assert.deepEqual(copies.filter(differs), []);
      await rm(folder, { recursive: true, force: true });
      await eventually(() => copies.every((copy) => problemsIn(copy).length === 0));
    }
  });

  test('follow what is typed, before it is saved, and are cured by the quick fix', async () => {
    const env = await stackWith({ '.env': 'A=1\n' });
    const document = await open(env);
    await vscode.window.activeTextEditor!.edit((edit) => edit.insert(new vscode.Position(1, 0), 'A=2\n'));
    await eventually(() => codesIn(folder).includes('env/duplicate-key'));

    const [diagnostic] = vscode.languages.getDiagnostics(env);
    assert.deepEqual(diagnostic?.tags, [vscode.DiagnosticTag.Unnecessary]);
    assert.equal(diagnostic.relatedInformation?.[0]?.location.range.start.line, 1);
    assert.match(String((diagnostic.code as { target: vscode.Uri }).target), /docs\/rules\.md#L\d+$/);

    const [action] = await codeActions(env, diagnostic.range);
    assert.equal(action?.isPreferred, true);
    assert.ok(await vscode.workspace.applyEdit(action.edit!));
    assert.equal(document.getText(), 'A=2\n');
    await eventually(() => problemsIn(folder).length === 0);
    assert.equal(await readFile(env.fsPath, 'utf8'), 'A=1\n');
  });

  test('a comment that the light bulb writes spares the line, and a setting the code', async () => {
    const env = await stackWith({ '.env': 'A=1\nA=2\n' });
    const document = await open(env);
    await eventually(() => codesIn(folder).includes('env/duplicate-key'));
    const [diagnostic] = vscode.languages.getDiagnostics(env);
    const ignore = (await codeActions(env, diagnostic!.range)).at(-1)!;
    assert.equal(ignore.title, 'Ignore env/duplicate-key on this line');
    assert.ok(await vscode.workspace.applyEdit(ignore.edit!));
    assert.equal(document.lineAt(0).text, '# langfuse-stack-disable-next-line env/duplicate-key');
    await eventually(() => problemsIn(folder).length === 0);

    await vscode.commands.executeCommand('undo');
    await eventually(() => problemsIn(folder).length === 1);
    const settings = vscode.workspace.getConfiguration('langfuseStack.diagnostics');
    const setLevel = (level: string | undefined) =>
      settings.update('levels', level && { 'env/*': level }, vscode.ConfigurationTarget.Global);
    try {
      await setLevel('info');
      const isInfo = () =>
        vscode.languages.getDiagnostics(env)[0]?.severity === vscode.DiagnosticSeverity.Information;
      await eventually(isInfo);
      await setLevel('off');
      await eventually(() => problemsIn(folder).length === 0);
    } finally {
      await setLevel(undefined);
    }
  });

  test('come back to the disk when a buffer is thrown away', async () => {
    const env = await stackWith({ '.env': 'A=1\n' });
    await open(env);
    await vscode.window.activeTextEditor!.edit((edit) => edit.insert(new vscode.Position(1, 0), 'A=2\n'));
    await eventually(() => problemsIn(folder).length === 1);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await eventually(() => problemsIn(folder).length === 0);
  });

  test('a quick fix creates .env where there is none', async () => {
    const compose = await stackWith(
      {},
      'services:\n  app:\n    image: app:1\n    command: echo ${NOWHERE}\n',
    );
    await open(compose);
    await eventually(() => codesIn(folder).includes('xref/undefined-variable'));
    const [diagnostic] = vscode.languages.getDiagnostics(compose);
    const { start } = diagnostic!.range;
    vscode.window.activeTextEditor!.selection = new vscode.Selection(start, start);
    await vscode.commands.executeCommand('editor.action.codeAction', { kind: 'quickfix', apply: 'first' });
    await eventually(async () => (await textOf('.env')) === 'NOWHERE=\n');
    await eventually(() => problemsIn(folder).length === 0);
  });

  test('everything that is preferred in a file is fixed at once', async () => {
    const env = await stackWith({ '.env': 'A=1\nB=  # note\nA=2\nB2=$gone\n' });
    const document = await open(env);
    await eventually(() => problemsIn(folder).length === 3);
    const actions = await codeActions(env, new vscode.Range(0, 0, 0, 0), 'source.fixAll');
    assert.equal(actions.length, 1);
    assert.ok(await vscode.workspace.applyEdit(actions[0]!.edit!));
    assert.equal(document.getText(), `B=  "" # note\nA=2\nB2='$gone'\n`);
    await eventually(() => problemsIn(folder).length === 0);
  });

  test('files outside of the workspace, and of other names, are followed on the disk', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'outside-'));
    try {
      const env = join(outside, 'shared.env');
      const included = join(outside, 'more.yaml');
      await writeFile(env, 'A=1\n');
      await writeFile(included, 'services: {}\n');
      const files = `include: [${included}]\nservices:\n  a:\n    image: a:1\n    env_file: [${env}, settings]\n`;
      await stackWith({ settings: 'B=1\n' }, files);
      await eventually(() => problemsIn(folder).length === 0);
      // A watcher begins to watch in its own time, and what happened before is not told. A check waits for quiet.
      const writes = async (file: string, text: string, isThere: () => boolean) => {
        let looks = 0;
        await eventually(async () => {
          if (looks++ % 20 === 0) await writeFile(file, text);
          return isThere();
        });
      };
      const codes = (file: string) =>
        vscode.languages
          .getDiagnostics(vscode.Uri.file(file))
          .map(({ code }) => String(typeof code === 'object' ? code.value : code));
      await writes(env, 'A=1\nA=2\n', () => codes(env).includes('env/duplicate-key'));
      await writes(env, 'A=1\n', () => codes(env).length === 0);
      await writes(included, 'services: {b: {imag: x}}\n', () =>
        codes(included).includes('compose/unknown-key'),
      );
      await writes(included, 'services: {}\n', () => codes(included).length === 0);
      const settings = join(folder, 'settings');
      await writes(settings, 'B=1\nB=2\n', () => codes(settings).includes('env/duplicate-key'));
      const document = await open(vscode.Uri.file(settings));
      const [first] = vscode.languages.getDiagnostics(document.uri);
      const [action] = await codeActions(document.uri, first!.range);
      assert.ok(await vscode.workspace.applyEdit(action!.edit!));
      await eventually(() => codes(settings).length === 0);
    } finally {
      await rm(outside, { recursive: true });
    }
  });

  test('a file outside that is changed counts as well', async () => {
    const env = await stackWith({ '.env': 'A=1\n' });
    await writeFile(env.fsPath, 'A=1\nA=2\n');
    await eventually(() => codesIn(folder).includes('env/duplicate-key'));
  });

  /** Makes a stack of its own and returns its .env when given, else its compose file. */
  async function stackWith(
    files: Readonly<Record<string, string>>,
    compose = 'services: {}\n',
  ): Promise<vscode.Uri> {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'compose.yaml'), compose);
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return vscode.Uri.file(join(folder, Object.keys(files)[0] ?? 'compose.yaml'));
  }

  /** A file of the stack on the disk; undefined when there is none. */
  function textOf(name: string): Promise<string | undefined> {
    return readFile(join(folder, name), 'utf8').catch(() => undefined);
  }

  async function open(uri: vscode.Uri): Promise<vscode.TextDocument> {
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    return document;
  }

  function codeActions(uri: vscode.Uri, range: vscode.Range, kind?: string): Thenable<vscode.CodeAction[]> {
    return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind, 10);
  }

  /** What the command line of the same build says about a folder. */
  async function check(path: string): Promise<readonly Problem[]> {
    return (await checkAll([path])).get(path) ?? [];
  }

  /** What it says about the files that stand in each of several folders; nothing where it says nothing. */
  async function checkAll(paths: readonly string[]): Promise<ReadonlyMap<string, readonly Problem[]>> {
    const stdout = await new Promise<string>((resolve, reject) => {
      execFile(
        process.execPath,
        [join(extension.extensionPath, 'dist/cli.js'), 'check', '--format', 'json', ...paths],
        { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, maxBuffer: 64 * 1024 * 1024 },
        (error, output) =>
          error === null || error.code === 1 ? resolve(output) : reject(new Error(error.message)),
      );
    });
    const problems = new Map<string, Problem[]>();
    for (const entry of (JSON.parse(stdout) as { diagnostics: ReportEntry[] }).diagnostics) {
      // One folder alone is not named in the report.
      const path = paths.length > 1 ? entry.path : join(paths[0]!, entry.path);
      const { line, column, endLine, endColumn, code, severity, message } = entry;
      const place = `${basename(path)}:${line}:${column}-${endLine}:${endColumn}`;
      const own = problems.get(dirname(path)) ?? [];
      problems.set(dirname(path), [...own, { place, code, severity, message }]);
    }
    return problems;
  }

  /** The folders of fixtures: those of the lowest level that hold a file. */
  async function stacksBelow(path: string): Promise<readonly string[]> {
    const entries = await readdir(path, { withFileTypes: true });
    if (entries.some((entry) => entry.isFile() && !entry.name.endsWith('.json'))) return [path];
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(path, name));
    return (await Promise.all(folders.map(stacksBelow))).flat();
  }
});

interface Problem {
  readonly place: string;
  readonly code: string;
  readonly severity: string;
  readonly message: string;
}

/** What the Problems view shows for a stack's folder, in the command line's order and words. */
function problemsIn(folder: string): readonly Problem[] {
  const severities = ['error', 'warning', 'info'];
  return vscode.languages
    .getDiagnostics()
    .filter(([uri]) => !/^\.\.|[\\/]/.test(relative(folder, uri.fsPath)))
    .sort(([a], [b]) => (a.path < b.path ? -1 : 1))
    .flatMap(([uri, diagnostics]) =>
      diagnostics
        .filter(({ source }) => source === DIAGNOSTIC_SOURCE)
        .map(({ range, code, severity, message }) => ({
          place: `${relative(folder, uri.fsPath)}:${range.start.line + 1}:${range.start.character + 1}-${range.end.line + 1}:${range.end.character + 1}`,
          code: String(typeof code === 'object' ? code.value : code),
          severity: severities[severity] ?? '',
          message,
        })),
    );
}

function codesIn(folder: string): readonly string[] {
  return problemsIn(folder).map(({ code }) => code);
}
