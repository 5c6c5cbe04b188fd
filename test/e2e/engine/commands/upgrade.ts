import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, tryRun } from '../../../stack/run';
import { screenshotFolder } from '../../screenshots';
import type { CommandStack } from './commandStack';
import { PROJECT } from './commandStack';

const RUNNING = '3.225.4';
/** A name that the test gives to the images that run. */
const NEWER = '3.225.90';
const IMAGES = {
  'langfuse-web': 'docker.io/langfuse/langfuse',
  'langfuse-worker': 'docker.io/langfuse/langfuse-worker',
};
const UPGRADE_MS = 90_000;

export function testUpgrade(given: () => CommandStack): void {
  suite('upgrade', () => {
    const file = (): string => join(given().folder, 'compose.yaml');

    suiteSetup(async () => {
      for (const image of Object.values(IMAGES))
        await run('docker', ['tag', `${image}:${RUNNING}`, `${image}:${NEWER}`]);
    });
    suiteTeardown(async () => {
      for (const image of Object.values(IMAGES)) await tryRun('docker', ['image', 'rm', `${image}:${NEWER}`]);
    });

    async function ask(version: string): Promise<void> {
      const { workbench } = given();
      await workbench.runCommand('Langfuse Stack: Upgrade Langfuse...');
      await workbench.quickInput.pick('Another Version...');
      await workbench.quickInput.answer(version);
      await workbench.page.locator('.monaco-dialog-box').waitFor();
    }

    test('to the next major version has more to say than a dialog holds, and does nothing unread', async () => {
      const { workbench } = given();
      const before = await readFile(file(), 'utf8');
      // Langfuse 4 is refused with an older one.
      await writeFile(file(), before.replace('clickhouse-server:25.8', 'clickhouse-server:25.12'));
      try {
        await ask('4.16.0');
        await workbench.screenshot(join(screenshotFolder, 'long-question.png'));
        const summary = await workbench.answerDialog('Show Plan');
        assert.match(summary, /^This moves from Langfuse 3 to 4\./m);
        assert.match(summary, /^\d more cautions in the plan\.$/m);
        await workbench.waitUntilPreviewShows('What happens');
        await workbench.screenshot(join(screenshotFolder, 'plan-beside.png'));
        await workbench.page.keyboard.press('Escape');
        assert.match(await readFile(file(), 'utf8'), new RegExp(`langfuse:${RUNNING}`));
      } finally {
        await writeFile(file(), before);
        await workbench.runCommand('View: Close All Editors');
      }
    });

    test('edits two lines, replaces web and worker, and ticks the plan that was read', async () => {
      const { workbench } = given();
      const before = (await readFile(file(), 'utf8')).split('\n');
      await ask(NEWER);
      await workbench.screenshot(join(screenshotFolder, 'upgrade-question.png'));
      await workbench.answerDialog('Show Plan');
      await workbench.waitUntilPreviewShows('What happens');
      await workbench.quickInput.pick('Run');
      await workbench.notification(`Langfuse of ${PROJECT} is ${NEWER}`, UPGRADE_MS);
      await workbench.screenshot(join(screenshotFolder, 'upgraded.png'));
      await workbench.waitUntilPreviewShows('✓ Probe the stack');
      const after = (await readFile(file(), 'utf8')).split('\n');
      assert.deepEqual(
        after.filter((line, index) => line !== before[index]).map((line) => line.trim()),
        Object.values(IMAGES).map((image) => `image: ${image}:${NEWER}`),
      );
      for (const [service, image] of Object.entries(IMAGES))
        assert.equal(await given().inspect(service, '{{.Config.Image}}'), `${image}:${NEWER}`);
      await workbench.services.waitForRows('the new version', (rows) =>
        rows.some(({ label, description }) => label === 'langfuse-web' && description.includes(NEWER)),
      );
      await workbench.runCommand('View: Close All Editors');
      await given().allWell();
    });
  });
}
