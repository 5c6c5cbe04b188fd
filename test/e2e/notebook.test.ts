import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { EmbeddedClickHouse } from '../clickhouse/embedded';
import { startEmbeddedClickHouse } from '../clickhouse/embedded';
import { copySample } from './sampleCopy';
import type { Workbench } from './workbench';
import { openWorkbench } from './workbench';

/** What only a browser can tell: how the renderer draws and what its keys do. */
suite('the notebook', function () {
  this.timeout(180_000);
  let clickhouse: EmbeddedClickHouse;
  let workbench: Workbench;
  const cleanUp: (() => Promise<void>)[] = [];

  suiteSetup(async () => {
    clickhouse = await startEmbeddedClickHouse();
    cleanUp.unshift(() => clickhouse.stop());
    const sample = await copySample('ai-gateway');
    cleanUp.unshift(() => sample.remove());
    workbench = await openWorkbench({
      folder: sample.folder,
      env: { LANGFUSE_STACK_CLICKHOUSE_PASSWORD: clickhouse.password },
      settings: {
        'langfuseStack.clickhouse.url': clickhouse.url,
        'langfuseStack.clickhouse.user': clickhouse.user,
      },
    });
    cleanUp.unshift(() => workbench.close());
    await workbench.runCommand('Langfuse Stack: New Query Notebook');
    await workbench.notebook.waitUntilOpen();
  });

  suiteTeardown(async () => {
    for (const step of cleanUp) await step();
  });

  const grid = (): Locator => workbench.notebook.outputs.getByRole('grid').first();
  const key = (name: string): Promise<void> => workbench.page.keyboard.press(name);

  test('says where a cell is asked, and that it only reads', async () => {
    const { host } = new URL(clickhouse.url);
    await workbench.waitUntil('the connection in the cell', async () => {
      const text = await workbench.notebook.statusBar(0);
      return text.includes(`langfuse@${host}`) && text.includes('read-only');
    });
  });

  test('draws only the rows in sight of a long table', async () => {
    await workbench.notebook.setText(
      0,
      "SELECT number, if(number % 2 = 0, NULL, concat('<b>row ', toString(number))) AS text FROM numbers(5000)",
    );
    await workbench.notebook.run(0);
    await workbench.notebook.waitUntilSucceeded(0);
    await grid().getByRole('gridcell', { name: '<b>row 1', exact: true }).waitFor();
    assert.equal(await grid().getAttribute('aria-rowcount'), '1001');
    assert.ok((await grid().getByRole('row').count()) < 60);
    assert.match(await workbench.notebook.statusBar(0), /first 1,000 rows, cut/);
    await workbench.notebook.outputs.getByText('Cut at 1,000 rows').waitFor();
  });

  test('names each type, dims NULL and lines numbers up', async () => {
    const header = grid().getByRole('columnheader').nth(1);
    assert.equal(await header.getAttribute('title'), 'text\nNullable(String)');
    const missing = grid().getByRole('gridcell', { name: 'NULL' }).first();
    assert.equal(await missing.evaluate((cell) => getComputedStyle(cell).fontStyle), 'italic');
    const number = grid().getByRole('gridcell', { name: '0', exact: true });
    assert.equal(await number.evaluate((cell) => getComputedStyle(cell).textAlign), 'right');
  });

  test('keys move through the rows, and a value opens in full', async () => {
    await grid().getByRole('gridcell', { name: '0', exact: true }).click();
    await key('End');
    await key('ArrowRight');
    await grid().getByRole('gridcell', { name: '<b>row 999' }).waitFor();
    await key('Enter');
    const detail = workbench.notebook.outputs.getByRole('region', { name: 'Value' });
    await detail.getByText('Nullable(String) · 10 characters').waitFor();
    await key('Escape');
    await detail.waitFor({ state: 'hidden' });
  });

  test('a keystroke filters', async () => {
    await key('/');
    await workbench.page.keyboard.type('ROW 77');
    await workbench.notebook.outputs.getByText('6 match ·').waitFor();
    await key('Escape');
    await workbench.notebook.outputs.getByText('6 match ·').waitFor({ state: 'hidden' });
  });

  test('the stop button stops the query on the server', async () => {
    await workbench.notebook.setText(
      1,
      'SELECT count() FROM numbers(100000000000) WHERE cityHash64(number) % 7 = 9',
    );
    await workbench.notebook.run(1);
    await workbench.notebook.outputs.getByText('rows read').waitFor();
    await workbench.notebook.stop(1);
    await workbench.notebook.outputs.getByText('the server confirms it stopped.').waitFor();
  });
});
