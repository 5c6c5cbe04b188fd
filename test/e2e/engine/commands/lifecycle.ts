import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { screenshotFolder } from '../../screenshots';
import type { CommandStack } from './commandStack';
import { MOUNTED } from './commandStack';

const START_MS = 60_000;

export function testLifecycle(given: () => CommandStack): void {
  suite('the life of a service', () => {
    const idOf = (service: string): Promise<string> => given().inspect(service, '{{.Id}}');
    const statusOf = (service: string): Promise<string> => given().inspect(service, '{{.State.Status}}');

    /** Waits until the row of a service shows a text. */
    async function shows(service: string, text: string): Promise<void> {
      await given().workbench.services.waitForRows(`"${text}" for ${service}`, (rows) =>
        rows.some(({ label, description }) => label === service && description.includes(text)),
      );
    }

    async function showsNoEdit(service: string): Promise<void> {
      await given().workbench.services.waitForRows(`no edit of ${service}`, (rows) =>
        rows.some(({ label, description }) => label === service && /^healthy(?!.*edited)/.test(description)),
      );
    }

    /** Whether the Problems view names the mounted file. */
    async function isFileTold(): Promise<boolean> {
      const told = `${MOUNTED} was written after redis had started`;
      return (await given().workbench.problems()).some(({ message }) => message.startsWith(told));
    }

    test('Stop Service says who needs it, and keeps the container', async () => {
      const { workbench } = given();
      const id = await idOf('redis');
      await workbench.services.chooseFromMenu('redis', 'Stop Service');
      const told = await workbench.answerDialog('Run');
      assert.match(
        told,
        /langfuse-web and langfuse-worker depend on redis and will fail until it runs again/,
      );
      await workbench.notification('redis is stopped. Its container and its data stay.', START_MS);
      await shows('redis', 'stopped');
      assert.deepEqual([await idOf('redis'), await statusOf('redis')], [id, 'exited']);
    });

    test('Start Service, above the service in the compose file, starts that container again', async () => {
      const { workbench } = given();
      const id = await idOf('redis');
      await workbench.openFileAt(join(given().folder, 'compose.yaml'), /^ {2}redis:$/);
      await workbench.page.locator('.codelens-decoration a').getByText('Start', { exact: true }).click();
      await workbench.notification('redis was started', START_MS);
      await shows('redis', 'healthy');
      assert.deepEqual([await idOf('redis'), await statusOf('redis')], [id, 'running']);
    });

    test('Restart Service after an edit of .env offers the recreation that applies it', async () => {
      const { workbench } = given();
      const id = await idOf('langfuse-worker');
      const env = join(given().folder, '.env');
      const text = await readFile(env, 'utf8');
      await writeFile(env, text.replace(/^TELEMETRY_ENABLED=.*$/m, 'TELEMETRY_ENABLED=false'));
      await shows('langfuse-worker', 'edited since up: TELEMETRY_ENABLED');
      await workbench.runCommand('Langfuse Stack: Restart Service');
      await workbench.quickInput.pick('langfuse-worker');
      const told = await workbench.answerDialog('Recreate');
      assert.match(told, /Edited since: TELEMETRY_ENABLED\. A restart goes on with the former values/);
      await workbench.notification('langfuse-worker runs with what the files say now', START_MS);
      assert.notEqual(await idOf('langfuse-worker'), id);
      assert.match(await given().inspect('langfuse-worker', '{{.Config.Env}}'), /TELEMETRY_ENABLED=false/);
      await showsNoEdit('langfuse-worker');
    });

    test('a mounted file that was edited is named in the row and on its line, until a restart', async () => {
      const { workbench } = given();
      await writeFile(join(given().folder, MOUNTED), 'second\n');
      await shows('redis', `edited since up: ${MOUNTED}`);
      await workbench.openFileAt(join(given().folder, 'compose.override.yaml'), /extra\.conf/);
      await workbench.waitUntil('the file on its line', isFileTold);
      await workbench.screenshot(join(screenshotFolder, 'mounted-file.png'));
      await workbench.runCommand('View: Focus First Editor Group');
      await workbench.nextProblem();
      await workbench.applyFix('Restart redis');
      await workbench.notification('redis was restarted and is well.', START_MS);
      await showsNoEdit('redis');
      await workbench.waitUntil('that the line is fine', async () => !(await isFileTold()));
    });

    test('Recreate Service, on a row, replaces the container and asks first', async () => {
      const { workbench } = given();
      const id = await idOf('redis');
      await writeFile(join(given().folder, MOUNTED), 'third\n');
      await shows('redis', `edited since up: ${MOUNTED}`);
      await workbench.services.chooseFromMenu('redis', 'Recreate Service');
      assert.match(await workbench.answerDialog('Run'), /Other services keep running/);
      await workbench.notification('redis runs with what the files say now', START_MS);
      assert.notEqual(await idOf('redis'), id);
      await showsNoEdit('redis');
    });
  });
}
