import assert from 'node:assert/strict';
import type { CommandStack } from './commandStack';
import { PROJECT } from './commandStack';

/** What Redis says whenever it has started. */
const READY = 'Ready to accept connections';

export function testLogs(given: () => CommandStack): void {
  suite('logs', () => {
    test('of one service, across a restart, with a divider between its runs', async () => {
      const { workbench } = given();
      await workbench.services.clickRowAction('redis', 'Show Logs');
      await workbench.outputLine(READY);
      const startedAt = await given().inspect('redis', '{{.State.StartedAt}}');
      await workbench.services.clickRowAction('redis', 'Restart Service');
      await workbench.notification('redis was restarted and is well.');
      await workbench.outputLine('Loading RDB');
      // It was started again before its exit code could be asked for, or after.
      assert.equal(await workbench.searchOutput(`──── ${PROJECT}-redis-1 ended`), 1);
      assert.equal(await workbench.searchOutput(`──── ${PROJECT}-redis-1 started again ────`), 1);
      assert.notEqual(await given().inspect('redis', '{{.State.StartedAt}}'), startedAt);
    });

    test('are searched, before and after the restart', async () =>
      assert.equal(await given().workbench.searchOutput(READY), 2));

    test('of all services, each line behind the name of its own', async () => {
      const { workbench } = given();
      await workbench.runCommand('Langfuse Stack: Show Logs');
      await workbench.quickInput.pick('All Services');
      await workbench.outputLine(' | ');
      for (const name of ['langfuse-web', 'redis', 'postgres'])
        assert.ok((await workbench.searchOutput(`${name.padEnd('langfuse-worker'.length)} | `)) > 0, name);
    });
  });
}
