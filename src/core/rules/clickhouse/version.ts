import {
  LAST_LANGFUSE,
  RECOMMENDED_CLICKHOUSE,
  formatVersion,
  imageVersion,
  isOlder,
  isUnpinned,
  oldestClickHouse,
} from '../../langfuse/versions';
import type { Version } from '../../langfuse/versions';
import type { Fix } from '../../diagnostic';
import { fixOf } from '../edits';
import { editImage, imagePlace, withTag } from '../image';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

export const version: Rule = {
  code: 'clickhouse/version',
  severity: 'error',
  summary: 'ClickHouse and Langfuse are of versions that do not go together.',
  explanation:
    'Langfuse 3 needs ClickHouse 24.3 or newer, Langfuse 4 needs 25.12: its migrations create text indexes that older servers do not know. `latest` of Langfuse is version 4. With an older server the web container stops in its migrations and leaves the database half migrated. Raise ClickHouse, or stay with Langfuse 3. Langfuse 3 was made with ClickHouse up to 25.12: with 26 some of its queries may fail. ClickHouse opens the data of an older version; it does not go back.',
  *check(stack) {
    const { langfuseMajor } = stack;
    if (langfuseMajor === undefined) return;
    const needed = oldestClickHouse(langfuseMajor);
    const [langfuse] = stack.langfuseServices;
    const langfusePlace = langfuse && imagePlace(stack, langfuse);
    const related = langfusePlace && [{ ...langfusePlace, message: `This is Langfuse ${langfuseMajor}.` }];
    for (const service of stack.services('clickhouse')) {
      const place = imagePlace(stack, service);
      const running = service.image && imageVersion(service.image.value);
      if (needed === undefined || running === undefined || place === undefined) continue;
      if (langfuseMajor === 3 && running.major >= FIRST_UNTESTED_WITH_3)
        yield {
          at: place,
          severity: 'warning',
          message: `Langfuse 3 was made with ClickHouse up to ${RECOMMENDED_CLICKHOUSE}: on ${formatVersion(running)} some of its queries may fail. Use ${RECOMMENDED_CLICKHOUSE} for a new installation; data of ${formatVersion(running)} needs Langfuse 4.`,
          related,
        };
      if (!isOlder(running, needed)) continue;
      yield {
        at: place,
        message: `Langfuse ${langfuseMajor} needs ClickHouse ${formatVersion(needed)} or newer: its migrations fail on ${formatVersion(running)}. Raise ClickHouse, or use an older Langfuse.`,
        related,
        fixes: [
          ...pinLangfuse(stack, running),
          // Raising a database is not undone: never without asking.
          ...fixOf(
            `Use ClickHouse ${RECOMMENDED_CLICKHOUSE}`,
            [editImage(stack, service, (written) => withTag(written, RECOMMENDED_CLICKHOUSE))],
            'offered',
          ),
        ],
      };
    }
  },
};

const FIRST_UNTESTED_WITH_3 = 26;

/** A version that nobody chose is not kept: the last release that the server is new enough for takes its place. */
function pinLangfuse(stack: StackContext, clickhouse: Version): readonly Fix[] {
  const tag = LAST_LANGFUSE.get(3);
  const needed = oldestClickHouse(3);
  const isChosen = stack.langfuseServices.some(({ image }) => image && !isUnpinned(image.value));
  if (tag === undefined || needed === undefined || isChosen || isOlder(clickhouse, needed)) return [];
  const pins = stack.langfuseServices.map((service) =>
    editImage(stack, service, (written) => withTag(written, tag)),
  );
  return fixOf(`Use Langfuse ${tag}`, pins);
}
