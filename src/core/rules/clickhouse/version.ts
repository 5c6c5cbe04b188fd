import type { Rule } from '../rule';
import { fixOf } from '../edits';
import { editImage, imagePlace, withTag } from '../image';
import {
  RECOMMENDED_CLICKHOUSE,
  formatVersion,
  imageVersion,
  isOlder,
  oldestClickHouse,
} from '../../langfuse/versions';

export const version: Rule = {
  code: 'clickhouse/version',
  severity: 'error',
  summary: 'ClickHouse is too old for this Langfuse.',
  explanation:
    'Langfuse 3 needs ClickHouse 24.3 or newer, Langfuse 4 needs 25.12: its migrations create text indexes that older servers do not know. `latest` of Langfuse is version 4. With an older server the web container stops in its migrations and leaves the database half migrated. Raise ClickHouse, or stay with Langfuse 3. ClickHouse opens the data of an older version; it does not go back.',
  *check(stack) {
    if (stack.langfuseMajor === undefined) return;
    const needed = oldestClickHouse(stack.langfuseMajor);
    const [langfuse] = stack.langfuseServices;
    const langfusePlace = langfuse && imagePlace(stack, langfuse);
    for (const service of stack.services('clickhouse')) {
      const place = imagePlace(stack, service);
      const running = service.image && imageVersion(service.image.value);
      if (needed === undefined || running === undefined || place === undefined) continue;
      if (!isOlder(running, needed)) continue;
      yield {
        at: place,
        message: `Langfuse ${stack.langfuseMajor} needs ClickHouse ${formatVersion(needed)} or newer: its migrations fail on ${formatVersion(running)}. Raise ClickHouse, or use an older Langfuse.`,
        related: langfusePlace && [{ ...langfusePlace, message: `This is Langfuse ${stack.langfuseMajor}.` }],
        // Raising a database is not undone: never without asking.
        fixes: fixOf(
          `Use ClickHouse ${RECOMMENDED_CLICKHOUSE}`,
          [editImage(stack, service, (written) => withTag(written, RECOMMENDED_CLICKHOUSE))],
          'offered',
        ),
      };
    }
  },
};
