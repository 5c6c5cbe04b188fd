import { join } from 'node:path';
import { repositoryFolder } from '../host/vsix';

/** Where tests put their pictures. `npm run screenshots` names the folder whose pictures the README shows. */
export const screenshotFolder =
  process.env['LANGFUSE_STACK_SCREENSHOTS'] || join(repositoryFolder, 'out', 'screenshots');
