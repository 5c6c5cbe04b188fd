import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { tryRun } from '../../../stack/run';
import type { CommandStack } from './commandStack';
import { PROJECT, write } from './commandStack';
import { ImageRegistry } from './imageRegistry';

const SECOND = `${PROJECT}-second`;
const SCAFFOLDED = `${PROJECT}-new`;

export function testSeveralStacks(given: () => CommandStack): void {
  suite('several stacks', () => {
    const registry = new ImageRegistry();

    suiteSetup(async () => {
      await registry.start();
      const compose = `name: ${SECOND}\nservices:\n  only: { image: '${registry.image}' }\n`;
      await write(join(given().workspace, 'second', 'compose.yaml'), compose);
    });
    suiteTeardown(async () => {
      await tryRun('docker', ['image', 'rm', registry.image]);
      await registry.stop();
    });

    async function select(project: string, service: string): Promise<void> {
      const { workbench } = given();
      await workbench.services.clickTitleAction('Select Stack...');
      await workbench.quickInput.pick(project);
      await workbench.services.waitForRows(`the services of ${project}`, (rows) =>
        rows.some(({ label }) => label === service),
      );
    }

    test('Select Stack turns the view and the commands to another one', async () => {
      await select(SECOND, 'only');
      const rows = await given().workbench.services.rows();
      assert.deepEqual(
        rows.map(({ label, description }) => [label, description]),
        [['only', 'not created']],
      );
    });

    test('Pull Images fetches what the files name, and creates nothing', async () => {
      const { workbench } = given();
      await workbench.runCommand('Langfuse Stack: Pull Images');
      await workbench.notification(`The images of ${SECOND} are pulled`);
      assert.equal((await tryRun('docker', ['image', 'inspect', registry.image])).code, 0);
      const [row] = await workbench.services.rows();
      assert.equal(row?.description, 'not created');
    });

    test('Scaffold Stack makes another one, and Create Secrets is about that one', async () => {
      const { workbench, workspace } = given();
      await workbench.runCommand('Langfuse Stack: Scaffold Stack...');
      await workbench.quickInput.pick('Langfuse 3');
      await workbench.quickInput.pick('ClickHouse 25.8');
      await workbench.quickInput.answer(SCAFFOLDED);
      await workbench.notification(`${SCAFFOLDED} has its files.`);
      const opened = workbench.page.locator('.editor-instance .view-line').getByText(`name: ${SCAFFOLDED}`);
      await opened.first().waitFor();
      await workbench.services.waitForWelcome('Create Secrets');
      await workbench.answerNotification('has its files', 'Create Secrets');
      await workbench.notification('Created');
      const env = join(workspace, '.env');
      assert.equal((await stat(env)).mode & 0o777, 0o600);
      assert.match(await readFile(env, 'utf8'), /^ENCRYPTION_KEY=[0-9a-f]{64}$/m);
      assert.match(
        await readFile(join(workspace, 'compose.yaml'), 'utf8'),
        new RegExp(`^name: ${SCAFFOLDED}$`, 'm'),
      );
      await workbench.services.waitForRows('its services', (rows) => rows.length === 6);
    });
  });
}
