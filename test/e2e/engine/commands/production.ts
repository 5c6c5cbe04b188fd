import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { screenshotFolder } from '../../screenshots';
import type { CommandStack } from './commandStack';
import { PROJECT, write } from './commandStack';

export function testProduction(given: () => CommandStack): void {
  suite('a stack in production', () => {
    const settingsFolder = (): string => join(given().workspace, '.vscode');

    suiteSetup(() =>
      write(
        join(settingsFolder(), 'settings.json'),
        JSON.stringify({ 'langfuseStack.production.projects': [PROJECT] }),
      ),
    );
    suiteTeardown(() => rm(settingsFolder(), { recursive: true }));

    test('is marked in the status bar, in a colour of its own', async () => {
      const { workbench } = given();
      const text = await workbench.statusBarItem('production');
      assert.match(text, new RegExp(`^${PROJECT} .*production$`));
      const colorOf = (label: string): Promise<string> =>
        workbench.page
          .locator('.part.statusbar .statusbar-item a')
          .filter({ hasText: label })
          .first()
          .evaluate((item) => getComputedStyle(item).color);
      assert.notEqual(await colorOf('production'), await colorOf('Layout'));
    });

    test('has its name typed before one of its containers is stopped', async () => {
      const { workbench } = given();
      await workbench.services.chooseFromMenu('minio', 'Stop Service');
      await workbench.answerDialog('Run');
      await workbench.quickInput.type('another-name');
      await workbench.waitUntil('what to type', async () => {
        const message = await workbench.quickInput.message();
        return message.includes(`Type ${PROJECT}, or press Escape.`);
      });
      await workbench.screenshot(join(screenshotFolder, 'production.png'));
      await workbench.quickInput.cancel();
      assert.equal(await given().inspect('minio', '{{.State.Status}}'), 'running');
      await workbench.services.chooseFromMenu('minio', 'Stop Service');
      await workbench.answerDialog('Run');
      await workbench.quickInput.answer(PROJECT);
      await workbench.notification('minio is stopped.');
      assert.equal(await given().inspect('minio', '{{.State.Status}}'), 'exited');
    });
  });
}
