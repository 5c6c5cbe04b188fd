import { imageVersion, isOlder, isUnpinned, langfuseMajor, oldestClickHouse } from '../../langfuse/versions';
import { addVariables, fixOf } from '../edits';
import { imagePlace } from '../image';
import { isMissing } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

const MODE = 'LANGFUSE_MIGRATION_V4_WRITE_MODE';

export const v4DefaultChange: Rule = {
  code: 'langfuse/v4-default-change',
  severity: 'warning',
  summary: 'The stack moves from Langfuse 3 to 4 without saying how.',
  explanation:
    'Langfuse 3 writes traces to the old tables, Langfuse 4 to new ones unless told otherwise: its `LANGFUSE_MIGRATION_V4_WRITE_MODE` is `events_only` where nothing is set. Applications with an older SDK are then refused event by event, inside an answer that looks like success, and old reading routes answer 404. For the time of the move set `dual` on web and worker: both kinds of tables are written, and both kinds of SDK work. `latest` moved from 3 to 4 in July 2026, so a pull alone can bring this about.',
  *check(stack) {
    const crossing = howItCrosses(stack);
    if (crossing === undefined) return;
    for (const service of stack.langfuseServices) {
      const place = imagePlace(stack, service);
      const isOfFour = service.image !== undefined && langfuseMajor(service.image.value) === 4;
      if (!isOfFour || place === undefined || !isMissing(stack, service, MODE)) continue;
      yield {
        at: place,
        message: `${crossing}, and then applications with an older SDK are refused. Set ${MODE} to dual for the time of the move.`,
        fixes: service.environment.has(MODE)
          ? []
          : fixOf(
              `Set ${MODE} to dual`,
              addVariables(stack, service, [{ name: MODE, value: 'dual' }]),
              'offered',
            ),
      };
    }
  },
};

/** What in the files shows that version 3 ran before; undefined when nothing does. */
function howItCrosses(stack: StackContext): string | undefined {
  const images = stack.langfuseServices.flatMap(({ image }) => image?.value ?? []);
  if (images.some(isUnpinned)) return 'The next pull moves this from Langfuse 3 to 4 if it has not yet';
  const majors = new Set(images.map(langfuseMajor));
  if (majors.has(3) && majors.has(4)) return 'This service moves from Langfuse 3 to 4';
  const needed = oldestClickHouse(4);
  const isOlderServer = stack.services('clickhouse').some(({ image }) => {
    const version = image && imageVersion(image.value);
    return version !== undefined && needed !== undefined && isOlder(version, needed);
  });
  return isOlderServer ? 'With this ClickHouse the stack ran Langfuse 3, which this moves to 4' : undefined;
}
