import type { ComposeService } from '../../compose/project';
import { parseImage } from '../../langfuse/roles';
import { reveal } from '../../secret';
import { fixOf, replaceAt } from '../edits';
import { oncePerStack } from '../oncePerStack';
import { decidingPlace, referencesIn, textOf } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';
import type { Upload } from './uploads';
import { uploads } from './uploads';

export const bucketMissing: Rule = {
  code: 's3/bucket-missing',
  severity: 'error',
  summary: 'Langfuse stores in a bucket that nothing creates.',
  explanation:
    "Langfuse never creates its bucket, and neither does MinIO. Without it every upload is refused (`NoSuchBucket`), and as events are stored before they are queued, every trace. In MinIO's data directory a folder is a bucket, so Langfuse's own file makes one before the server starts: `sh -c 'mkdir -p /data/langfuse && minio server /data'`. A second container that runs `mc mb` serves as well. Where a command here makes other buckets than the one in use, this is an error; where none is made at all it is a warning, since the bucket may have been made by hand.",
  *check(stack) {
    for (const upload of uploads(stack)) {
      const { service, prefix, bucket, server } = upload;
      const variable = service.environment.get(`${prefix}BUCKET`);
      if (server === undefined || variable === undefined || !isFreshMinio(stack, server)) continue;
      const made = bucketsMadeBy(stack, server);
      if (made === undefined || made.includes(bucket)) continue;
      yield {
        at: decidingPlace(stack, variable),
        severity: made.length > 0 ? 'error' : 'warning',
        message:
          made.length > 0
            ? `${server.name} makes the bucket ${made.map((name) => `"${name}"`).join(' and ')}, not "${bucket}", so uploads are refused. Make this one as well, or use that one.`
            : `Nothing here creates the bucket "${bucket}", without which uploads are refused. Let ${server.name} make it before it starts, unless it exists.`,
        fixes: made.length > 0 ? makeAsWell(stack, upload) : [],
        related: server.command && [{ ...server.command.origin, message: `What ${server.name} makes.` }],
      };
    }
  },
};

/** Whether a bucket is known to come from this project's files alone. */
function isFreshMinio(stack: StackContext, { image, mounts }: ComposeService): boolean {
  const isMinio = /(?:^|\/)minio$/.test(parseImage(image?.value ?? '').repository);
  // A folder of the machine, or a volume of elsewhere, may hold anything.
  const isOwn = mounts.every(
    ({ kind, source }) => kind === 'volume' && stack.project.volumes.get(source)?.isExternal !== true,
  );
  return isMinio && isOwn && !createsElsewhere(stack);
}

/** Another container, or a setting of a republished image, that makes buckets. */
const createsElsewhere = oncePerStack((stack: StackContext): boolean =>
  stack.project.composeFiles.some((path) =>
    /\bmb\b|MINIO_DEFAULT_BUCKETS|minio\/mc\b|create-?bucket|\bawscli?\b/i.test(stack.texts.get(path) ?? ''),
  ),
);

/** The folders that the command makes below its data directory; undefined when that is not certain. */
function bucketsMadeBy(
  stack: StackContext,
  { command, entrypoint }: ComposeService,
): readonly string[] | undefined {
  const scripts = [entrypoint, command].flatMap((leaf) => leaf ?? []);
  const isCertain = scripts.every(({ origin }) =>
    referencesIn(stack, origin).every(({ resolution }) => resolution !== 'unset' && resolution !== 'error'),
  );
  const script = scripts.flatMap(({ value }) => value.map(reveal)).join(' ');
  // Without a command the image decides; a script file may do anything.
  if (!isCertain || script === '' || !/\bserver\b/.test(script) || /\.sh\b|[$`]/.test(script))
    return undefined;
  return [...script.matchAll(MKDIR)].flatMap(([, folders = '']) =>
    folders
      .trim()
      .split(/\s+/)
      .map((folder) => folder.slice(folder.lastIndexOf('/') + 1)),
  );
}

const MKDIR = /\bmkdir\s+(?:-p\s+)?((?:\/[\w./-]+\s*)+)/g;

function makeAsWell(stack: StackContext, { bucket, server }: Upload) {
  const place = server?.command?.origin;
  const written = place === undefined ? '' : textOf(stack, place);
  const match = /\bmkdir\s+-p\s+(\/[\w./-]*\/)[\w.-]+/.exec(written);
  const folder = match?.[1];
  if (place === undefined || match === null || folder === undefined || !/^[a-z0-9][a-z0-9.-]*$/.test(bucket))
    return [];
  const at = place.span.start + match.index + match[0].length;
  const edit = replaceAt({ path: place.path, span: { start: at, end: at } }, ` ${folder}${bucket}`);
  return fixOf(`Make the bucket "${bucket}" as well`, [edit]);
}
