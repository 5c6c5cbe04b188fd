import assert from 'node:assert/strict';
import { copySample } from './sampleCopy';
import type { Workbench } from './workbench';
import { openWorkbench } from './workbench';

suite('the stack view', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  const cleanUp: (() => Promise<void>)[] = [];

  suiteSetup(async () => {
    const sample = await copySample('ai-gateway');
    cleanUp.push(() => sample.remove());
    workbench = await openWorkbench({ folder: sample.folder });
    cleanUp.unshift(() => workbench.close());
  });

  suiteTeardown(async () => {
    for (const step of cleanUp) await step();
  });

  test('opens from the activity bar and never shows an empty pane', async () => {
    await workbench.openStackView();
    await workbench.waitUntil('a welcome text or rows', async () => {
      const rows = await workbench.services.rows();
      return rows.length > 0 || (await workbench.services.welcome()) !== '';
    });
  });

  test('the checklist says what is missing and what to do about it', async () => {
    await workbench.openStackView();
    const { checklist } = workbench;
    const rows = await checklist.waitForRows('every item', ({ length }) => length === 9);
    const secrets = rows.find(({ label }) => label === 'Secrets created');
    assert.equal(secrets?.icon, 'error');
    assert.match(secrets.description, /^0 of \d+ well-formed/);
    assert.match(secrets.spoken, /Click: Create Secrets/);
  });

  test('Show Output opens our channel', async () => {
    await workbench.runCommand('Langfuse Stack: Show Output');
    // Our log writes in the format of VS Code's own: date, level, message.
    await workbench.outputLine('[info]');
  });

  test('asks nothing of any other machine', () => {
    assert.deepEqual([...workbench.refused], []);
  });
});
