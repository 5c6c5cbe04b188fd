import assert from 'node:assert/strict';
import { join } from 'node:path';
import { screenshotFolder } from '../../screenshots';
import type { CommandStack } from './commandStack';
import { PROJECT } from './commandStack';

const START_MS = 60_000;

export function testSignUp(given: () => CommandStack): void {
  suite('sign-up', () => {
    /** What Langfuse answers to somebody who wants an account. */
    async function answerToStranger(): Promise<number> {
      const port = await given().publishedPort('langfuse-web', 3000);
      const { status } = await fetch(`http://127.0.0.1:${port}/api/auth/signup`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Stranger', email: 'stranger@example.com', password: 'Passw0rd!' }),
      });
      return status;
    }

    test('Unlock Sign-Up lets everybody in, and Open Sign-Up Page shows where', async () => {
      const { workbench } = given();
      assert.equal(await answerToStranger(), 422);
      await workbench.runCommand('Langfuse Stack: Unlock Sign-Up...');
      const question = await workbench.answerDialog('Run');
      assert.match(question, /Everybody who reaches Langfuse can make an account/);
      assert.match(question, /^Edit \.env:\d+: true → false \(langfuse-web\)\.$/m);
      await workbench.notification(`Sign-up of ${PROJECT} is open`, START_MS);
      assert.equal(await given().secret('AUTH_DISABLE_SIGNUP'), 'false');
      const { url } = await workbench.openedPage(() =>
        workbench.runCommand('Langfuse Stack: Open Sign-Up Page'),
      );
      assert.equal(new URL(url).pathname, '/auth/sign-up');
      assert.equal(await answerToStranger(), 200);
      await workbench.clearNotifications();
    });

    test('Lock Sign-Up keeps everybody else out', async () => {
      const { workbench } = given();
      await workbench.runCommand('Langfuse Stack: Lock Sign-Up...');
      await workbench.page.locator('.monaco-dialog-box').waitFor();
      await workbench.screenshot(join(screenshotFolder, 'lock-sign-up.png'));
      const question = await workbench.answerDialog('Run');
      assert.match(question, new RegExp(`^Lock sign-up of ${PROJECT}\\?`));
      // Postgres was asked, and knows of the first account.
      assert.doesNotMatch(question, /was not seen/);
      await workbench.notification(`Sign-up of ${PROJECT} is closed`, START_MS);
      assert.equal(await given().secret('AUTH_DISABLE_SIGNUP'), 'true');
      assert.equal(await answerToStranger(), 422);
      await given().allWell();
    });
  });
}
