import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { parsePayload } from '../../src/core/clickhouse/resultPayload';
import type { ResultPayload } from '../../src/core/clickhouse/resultPayload';
import { commands, NOTEBOOK_TYPE, RESULT_MIME } from '../../src/ui/ids';
import { during, eventually } from './eventually';

const PASSWORD = 'LANGFUSE_STACK_CLICKHOUSE_PASSWORD';
const LONG = 'SELECT count() FROM numbers(100000000000) WHERE cityHash64(number) % 7 = 9';

/** The ClickHouse that the runner started. */
const server = {
  url: process.env['LANGFUSE_STACK_TEST_CLICKHOUSE_URL']!,
  user: process.env['LANGFUSE_STACK_TEST_CLICKHOUSE_USER']!,
  password: process.env[PASSWORD]!,
};

/** Asks the server behind the extension's back. */
async function ask(sql: string): Promise<string> {
  const response = await during(
    () => sql,
    fetch(server.url, {
      method: 'POST',
      body: sql,
      headers: { 'X-ClickHouse-User': server.user, 'X-ClickHouse-Key': server.password },
    }),
  );
  const text = await response.text();
  assert.ok(response.ok, text);
  return text.trim();
}

/** How many of the long queries run. */
const running = (): Promise<string> =>
  ask(
    "SELECT count() FROM system.processes WHERE query LIKE '%cityHash64(number) \\% 7 = 9' AND query NOT LIKE '%processes%'",
  );

async function configure(settings: Record<string, string | number | undefined>): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('langfuseStack');
  for (const [name, value] of Object.entries(settings))
    await configuration.update(name, value, vscode.ConfigurationTarget.Global);
}

async function openCells(...texts: string[]): Promise<vscode.NotebookDocument> {
  const cells = texts.map(
    (text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'clickhouse-sql'),
  );
  const notebook = await during(
    () => 'openNotebookDocument',
    vscode.workspace.openNotebookDocument(NOTEBOOK_TYPE, new vscode.NotebookData(cells)),
  );
  await during(() => 'showNotebookDocument', vscode.window.showNotebookDocument(notebook));
  return notebook;
}

/** Starts all cells and waits for the last to end. */
async function runAll(notebook: vscode.NotebookDocument): Promise<void> {
  const state = () => ({
    cells: notebook.getCells().map((cell) => ({
      executionSummary: cell.executionSummary,
      outputs: cell.outputs.flatMap(({ items }) => items.map(({ data }) => new TextDecoder().decode(data))),
    })),
    shown: vscode.window.visibleNotebookEditors.map((editor) => editor.notebook.uri.toString()),
    notebook: notebook.uri.toString(),
  });
  // Returns when the execution is over.
  await during(state, vscode.commands.executeCommand('notebook.execute', notebook.uri));
  await eventually(
    () => notebook.getCells().every((cell) => cell.executionSummary?.timing !== undefined),
    state,
  );
}

function payloads(cell: vscode.NotebookCell): ResultPayload[] {
  return cell.outputs.map(({ items }) => {
    const item = items.find(({ mime }) => mime === RESULT_MIME);
    assert.ok(item, 'An output without our own type.');
    assert.ok(items.some(({ mime }) => mime === 'text/plain'));
    const parsed = parsePayload(JSON.parse(new TextDecoder().decode(item.data)));
    assert.ok(parsed.kind === 'payload', JSON.stringify(parsed));
    return parsed.payload;
  });
}

async function run(sql: string): Promise<{ cell: vscode.NotebookCell; outputs: ResultPayload[] }> {
  const notebook = await openCells(sql);
  await runAll(notebook);
  const cell = notebook.cellAt(0);
  return { cell, outputs: payloads(cell) };
}

suite('notebook', () => {
  suiteSetup(() => configure({ 'clickhouse.url': server.url, 'clickhouse.user': server.user }));
  suiteTeardown(() => configure({ 'clickhouse.url': undefined, 'clickhouse.user': undefined }));
  teardown(async () => {
    process.env[PASSWORD] = server.password;
    await configure({ 'notebook.maxRows': undefined });
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  test('a new notebook asks three things about this stack, and each is answered', async () => {
    await vscode.commands.executeCommand(commands.newQueryNotebook);
    const notebook = vscode.window.activeNotebookEditor!.notebook;
    assert.equal(notebook.notebookType, NOTEBOOK_TYPE);
    assert.match(notebook.uri.path, /^ai-gateway.*\.chnb\.sql$/);
    assert.equal(notebook.cellCount, 3);
    await runAll(notebook);
    for (const cell of notebook.getCells()) {
      assert.equal(cell.executionSummary?.success, true, JSON.stringify(payloads(cell)));
      assert.ok((payloads(cell)[0]?.table?.rows.length ?? 0) > 0);
    }
  });

  test('values arrive with every digit', async () => {
    const { outputs } = await run(
      `SELECT toUInt64(18446744073709551615) AS u, toDecimal128('1.10', 4) AS d,
        toDateTime64('2024-01-02 03:04:05.123456789', 9, 'UTC') AS t, nan AS f, NULL AS n, 'é', 'é'`,
    );
    assert.deepEqual(outputs[0]?.table?.rows, [
      ['18446744073709551615', '1.1000', '2024-01-02 03:04:05.123456789', 'nan', null, 'é', 'é'],
    ]);
    assert.deepEqual(
      outputs[0].table.columns.map(({ type }) => type),
      [
        'UInt64',
        'Decimal(38, 4)',
        "DateTime64(9, 'UTC')",
        'Float64',
        'Nullable(Nothing)',
        'String',
        'String',
      ],
    );
  });

  test('a long result is cut at the limit, and says so', async () => {
    await configure({ 'notebook.maxRows': 7 });
    const { outputs } = await run('SELECT number FROM numbers(100000)');
    assert.equal(outputs[0]?.table?.rows.length, 7);
    assert.match(outputs[0].table.cut ?? '', /^Cut at 7 rows/);
  });

  test('a failure in the middle keeps the rows before it', async () => {
    await configure({ 'notebook.maxRows': 100_000 });
    const { cell, outputs } = await run(
      'SELECT throwIf(number = 40000) FROM numbers(100000) SETTINGS max_block_size = 1000, max_threads = 1',
    );
    assert.equal(cell.executionSummary?.success, false);
    assert.ok((outputs[0]?.table?.rows.length ?? 0) > 0);
    assert.match(outputs[0]?.notice?.detail ?? '', /^FUNCTION_THROW_IF_VALUE_IS_NON_ZERO \(395\)/);
  });

  test('statements stop at the first that fails, which is underlined where it is wrong', async () => {
    const { cell, outputs } = await run("SELECT 1;\n\nSELECT 'éé', 1 xx yy;\nSELECT 3");
    assert.deepEqual(
      outputs.map(({ notice }) => notice?.tone),
      [undefined, 'error'],
    );
    assert.match(outputs[1]?.notice?.detail ?? '', /^Line 3, column 19 · SYNTAX_ERROR \(62\)/);
    const [diagnostic] = vscode.languages.getDiagnostics(cell.document.uri);
    assert.equal(cell.document.getText(diagnostic?.range), 'yy');
  });

  test('a cancelled query stops on the server, and the cell is not red', async () => {
    const notebook = await openCells(LONG);
    const cell = notebook.cellAt(0);
    // Not awaited: it returns when the execution is over.
    const executed = vscode.commands.executeCommand('notebook.execute', notebook.uri);
    await eventually(async () => (await running()) === '1');
    await vscode.commands.executeCommand('notebook.cancelExecution', notebook.uri);
    await executed;
    await eventually(() => cell.executionSummary?.timing !== undefined);
    assert.equal(await running(), '0');
    assert.equal(cell.executionSummary?.success, undefined);
    const { notice } = payloads(cell).at(-1)!;
    assert.equal(notice?.tone, 'quiet');
    assert.match(notice.message, /^Cancelled after .*; the server confirms it stopped\.$/);
  });

  test('closing the notebook stops its query on the server', async () => {
    const notebook = await openCells(LONG);
    void vscode.commands.executeCommand('notebook.execute', notebook.uri);
    await eventually(async () => (await running()) === '1');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await eventually(async () => (await running()) === '0');
  });

  test('nothing can be changed, not even by asking for it', async () => {
    for (const settings of ['', ' SETTINGS readonly = 0']) {
      const { cell, outputs } = await run(
        `CREATE TABLE made_here ENGINE = Memory AS SELECT 1 AS a${settings}`,
      );
      assert.equal(cell.executionSummary?.success, false);
      assert.match(outputs[0]?.notice?.message ?? '', /^This notebook is read-only/);
    }
    assert.equal(await ask("SELECT count() FROM system.tables WHERE name = 'made_here'"), '0');
  });

  test('a wrong password gives one clear sentence', async () => {
    process.env[PASSWORD] = 'canary';
    const { outputs } = await run('SELECT 1');
    assert.match(outputs[0]?.notice?.message ?? '', /^ClickHouse refused the user .* or its password\./);
    assert.doesNotMatch(JSON.stringify(outputs), /canary/);
  });

  test('a cell of comments has nothing to run', async () => {
    const { cell, outputs } = await run('-- later\n;');
    assert.equal(cell.executionSummary?.success, true);
    assert.deepEqual(outputs, []);
  });
});

suite('notebook file', () => {
  const folder = vscode.workspace.workspaceFolders![0]!.uri;
  let file = folder;
  const read = async (): Promise<string> =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(await vscode.workspace.fs.readFile(file));
  /** Each test has a file of its own: VS Code remembers a notebook for a while. */
  const write = async (name: string, text: string): Promise<void> => {
    file = vscode.Uri.joinPath(folder, name);
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  };

  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.workspace.fs.delete(file);
  });

  test('an edit of one cell changes nothing else in the file', async () => {
    const text =
      '\uFEFF-- %%  {"id":"a", "unknown": [1]}\r\nSELECT 1;\r\n\r\n\r\n-- %% [markdown]\r\n--tight\r\n\r\n-- %%\r\nSELECT 3';
    await write('kept.chnb.sql', text);
    const notebook = await vscode.workspace.openNotebookDocument(file);
    assert.deepEqual(
      notebook.getCells().map(({ document }) => document.getText()),
      ['SELECT 1;', 'tight', 'SELECT 3'],
    );
    await vscode.window.showNotebookDocument(notebook);
    const edit = new vscode.WorkspaceEdit();
    const { document } = notebook.cellAt(0);
    edit.replace(document.uri, new vscode.Range(0, 7, 0, 8), '1,\n  2');
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.ok(await notebook.save());
    assert.equal(await read(), text.replace('SELECT 1;', 'SELECT 1,\r\n  2;'));
  });

  test('a malformed file is refused and left alone', async () => {
    await write('malformed.chnb.sql', '-- %% {"id":\nSELECT 1\n');
    await assert.rejects(async () => vscode.workspace.openNotebookDocument(file), /Line 1 /);
    assert.equal(await read(), '-- %% {"id":\nSELECT 1\n');
  });
});
