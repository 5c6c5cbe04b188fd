import { parseImage } from '../../langfuse/roles';
import { imageVersion, isOlder } from '../../langfuse/versions';
import { fixOf } from '../edits';
import { editImage, imagePlace, withTag } from '../image';
import type { Rule } from '../rule';

export const versionSkew: Rule = {
  code: 'langfuse/version-skew',
  severity: 'warning',
  summary: 'Web and worker run different versions.',
  explanation:
    "Web and worker are two halves of one program: they share the queue's messages and the database schema, and are only tested at the same version. A worker of another version drops or misreads what web queues. Give both the same tag.",
  *check(stack) {
    const [web] = stack.services('web');
    if (web?.image === undefined) return;
    const webVersion = imageVersion(web.image.value);
    const webPlace = imagePlace(stack, web);
    const { tag } = parseImage(web.image.value);
    for (const worker of stack.services('worker')) {
      const place = imagePlace(stack, worker);
      const version = worker.image && imageVersion(worker.image.value);
      if (webVersion === undefined || version === undefined || place === undefined) continue;
      if (!isOlder(version, webVersion) && !isOlder(webVersion, version)) continue;
      yield {
        at: place,
        message: `${worker.name} runs another version than ${web.name}, and may drop what it queues. Give both the same version.`,
        related: webPlace && [{ ...webPlace, message: `${web.name} runs this version.` }],
        fixes:
          tag === undefined
            ? []
            : fixOf(`Use version ${tag}`, [editImage(stack, worker, (written) => withTag(written, tag))]),
      };
    }
  },
};
