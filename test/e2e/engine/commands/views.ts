import assert from 'node:assert/strict';
import type { CommandStack } from './commandStack';
import { PROJECT } from './commandStack';

export function testViews(given: () => CommandStack): void {
  suite('views', () => {
    test('Refresh Services and Refresh Checklist look again, and nothing goes away', async () => {
      const { workbench } = given();
      await workbench.runCommand('Langfuse Stack: Refresh Services');
      await given().allWell();
      await workbench.checklist.clickTitleAction('Refresh Checklist');
      await workbench.checklist.waitForRows('all that is well', (seen) =>
        ['Secrets created', 'Services well'].every((name) =>
          seen.some(({ label, icon }) => label === name && icon === 'pass'),
        ),
      );
    });

    test('Doctor says that the stack is healthy, and shows no causes', async () => {
      const { workbench } = given();
      await workbench.runCommand('Langfuse Stack: Doctor');
      await workbench.notification(`${PROJECT}: Healthy`, 60_000);
      assert.deepEqual(await workbench.doctor.rows(), []);
    });

    test('Show Output shows what the extension did', async () => {
      const { workbench } = given();
      await workbench.runCommand('Langfuse Stack: Show Output');
      await workbench.outputLine('Command langfuseStack.refreshServices');
    });

    test('New Query Notebook, on the row of ClickHouse, is about this stack', async () => {
      const { workbench } = given();
      await workbench.services.chooseFromMenu('clickhouse', 'New Query Notebook');
      await workbench.notebook.waitUntilOpen();
      await workbench.page.getByRole('tab', { name: `${PROJECT}.chnb.sql` }).waitFor();
      await workbench.runCommand('View: Revert and Close Editor');
    });
  });
}
