import { parseImage } from '../../langfuse/roles';
import { imageVersion } from '../../langfuse/versions';
import { fixOf } from '../edits';
import { editImage, imagePlace, withTag } from '../image';
import type { Rule } from '../rule';

const OLDEST = 7;

export const redisVersion: Rule = {
  code: 'redis/version',
  severity: 'error',
  summary: "Redis is too old for Langfuse's queue.",
  explanation:
    'Langfuse needs Redis 7 or newer, or Valkey. With an older one the worker complains about the version and takes nothing from the queue, or fails at commands that the server does not know. Redis opens the data of an older version, so raising the tag is all it takes.',
  *check(stack) {
    if (stack.langfuseServices.length === 0) return;
    for (const service of stack.services('redis')) {
      const place = imagePlace(stack, service);
      // Programs that speak like Redis count their versions in their own way.
      const isRedis = /(?:^|\/)redis$/.test(parseImage(service.image?.value ?? '').repository);
      const version = service.image && imageVersion(service.image.value);
      if (place === undefined || !isRedis || version === undefined || version.major >= OLDEST) continue;
      yield {
        at: place,
        message: `Langfuse needs Redis ${OLDEST} or newer, and this is ${version.major}: its queue stands still. Raise it.`,
        fixes: fixOf(
          'Use version 7.4',
          [editImage(stack, service, (written) => withTag(written, '7.4'))],
          'offered',
        ),
      };
    }
  },
};
