import assert from 'node:assert/strict';
import type { CommandStack } from './commandStack';
import { PROJECT } from './commandStack';
import { processArguments } from './processArguments';

/** The command that a terminal runs, and what that runs inside the container. */
const SHELL = /docker exec |clickhouse.client|client\.mjs|psql|redis-cli/;

export function testTerminals(given: () => CommandStack): void {
  suite('terminals', () => {
    teardown(() => given().workbench.runCommand('Terminal: Kill the Active Terminal Instance'));

    /** Opens a shell from the row's menu, and waits until it asks. */
    async function open(service: string, command: string, prompt: RegExp): Promise<void> {
      await given().workbench.services.chooseFromMenu(service, command);
      await given().workbench.terminal.line(prompt);
    }

    async function answers(question: string, answer: RegExp): Promise<void> {
      await given().workbench.terminal.enter(question);
      await given().workbench.terminal.line(answer);
    }

    async function assertNoSecretInArguments(): Promise<void> {
      const shells = (await processArguments()).filter((words) => SHELL.test(words));
      assert.ok(
        shells.some((words) => words.includes(`exec --interactive --tty`) && words.includes(PROJECT)),
        'No shell runs.',
      );
      for (const secret of await given().secrets())
        assert.ok(!shells.some((words) => words.includes(secret)), 'Arguments of a shell hold a secret.');
    }

    test('Open Shell is inside the container', async () => {
      const id = await given().inspect('redis', '{{.Config.Hostname}}');
      await open('redis', 'Open Shell', /[#$]$/);
      await answers('echo "in $(hostname)"', new RegExp(`^in ${id}$`));
    });

    test('the shell of ClickHouse is logged in as the user of Langfuse', async () => {
      await open('clickhouse', 'Open Database Shell', /:\)$/);
      await given().workbench.terminal.line(/as user langfuse/);
      await answers("SELECT concat('in ', currentDatabase()) AS place", /in default/);
      await assertNoSecretInArguments();
    });

    test('the shell of Postgres is logged in as the user of Langfuse', async () => {
      await open('postgres', 'Open Database Shell', /langfuse=[#>]$/);
      await answers(
        "SELECT 'I am ' || current_user || ' in ' || current_database();",
        /I am langfuse in langfuse/,
      );
      await assertNoSecretInArguments();
    });

    test('the shell of Redis is logged in', async () => {
      await open('redis', 'Open Database Shell', /^127\.0\.0\.1:6379>$/);
      await answers('ping', /^PONG$/);
      await assertNoSecretInArguments();
    });
  });
}
