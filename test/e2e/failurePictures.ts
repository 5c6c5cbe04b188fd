import { join } from 'node:path';
import { repositoryFolder } from '../host/vsix';
import { openWindows } from './workbench';

/** Keeps a picture of every open window when a test fails. */
export const mochaHooks = {
  async afterEach(this: Mocha.Context): Promise<void> {
    const test = this.currentTest;
    if (test?.state !== 'failed') return;
    const name = test.fullTitle().replace(/\W+/g, '-');
    for (const [index, workbench] of [...openWindows].entries()) {
      const picture = join(repositoryFolder, 'out/e2e', `${name}${index > 0 ? `-${index}` : ''}.png`);
      await workbench.page.screenshot({ path: picture });
      console.log(`      The window at that moment: ${picture}`);
    }
  },
};
