import assert from 'node:assert/strict';
import { join } from 'node:path';
import { launchBrowser } from '../host/browser';
import { startProcess } from '../host/processGroup';
import { repositoryFolder } from '../host/vsix';

suite('npm start', function () {
  this.timeout(240_000);

  test('prints an address that shows the extension, and ends on Ctrl+C', async () => {
    const start = startProcess(
      process.execPath,
      ['--import', 'tsx', join(repositoryFolder, 'test/start.ts'), '--browser'],
      { cwd: repositoryFolder },
    );
    try {
      await start.printed('Ctrl+C stops it.', 200_000);
      const address = /VS Code is at (\S+)/.exec(start.output())![1]!;
      const browser = await launchBrowser();
      try {
        const page = await browser.context.newPage();
        await page.goto(address);
        await page.getByRole('tab', { name: /^Langfuse Stack/ }).click({ timeout: 60_000 });

        // Without its token the server shows nothing.
        const stranger = await browser.context.request.get(new URL('/', address).href, {
          headers: { cookie: '' },
        });
        assert.equal(stranger.status(), 403);
      } finally {
        await browser.close();
      }
    } finally {
      await start.stop();
    }
    // 143: it was asked to end, and ended itself when everything was stopped.
    assert.equal(await start.exited, 143);
  });
});
