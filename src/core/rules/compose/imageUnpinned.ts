import type { ComposeService } from '../../compose/project';
import type { Fix } from '../../diagnostic';
import type { Role } from '../../langfuse/roles';
import { parseImage, roleOf } from '../../langfuse/roles';
import {
  LAST_LANGFUSE,
  RECOMMENDED_CLICKHOUSE,
  imageVersion,
  isOlder,
  isUnpinned,
  langfuseMajor,
  oldestClickHouse,
} from '../../langfuse/versions';
import { fixOf } from '../edits';
import { editImage, imagePlace, withTag } from '../image';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

export const imageUnpinned: Rule = {
  code: 'compose/image-unpinned',
  severity: 'warning',
  summary: 'An image has no version, so any pull may change it.',
  explanation:
    "Without a tag, or with `latest`, every `docker compose pull` may bring another major version. Langfuse's `latest` moved from 3 to 4 in July 2026 and then needs ClickHouse 25.12; Postgres' moved to 18, which refuses the old data path. A database never goes back to an older version. Name the version that runs today (`docker compose images` shows it), and raise it on purpose.",
  *check(stack) {
    for (const service of stack.project.services.values()) {
      const role = roleOf(service);
      const place = imagePlace(stack, service);
      if (role === undefined || service.image === undefined || place === undefined) continue;
      if (!isUnpinned(service.image.value)) continue;
      yield {
        at: place,
        message: `${subjectOf(service, service.image.value, role)}: the next pull may bring another one, which the data may not survive. Name the version to run.`,
        fixes: pins(stack, service, role),
      };
    }
  },
};

function subjectOf({ name }: ComposeService, image: string, role: Role): string {
  const { tag } = parseImage(image);
  const subject = tag === undefined ? `The image of ${name} has no version` : `"${tag}" is no version`;
  const today = role === 'web' || role === 'worker' ? langfuseMajor(image) : undefined;
  return today === undefined ? subject : `${subject}, and is Langfuse ${today} today`;
}

/** Versions that suit Langfuse 3 and 4. */
const SUITABLE: Readonly<Record<Exclude<Role, 'web' | 'worker'>, string>> = {
  clickhouse: RECOMMENDED_CLICKHOUSE,
  postgres: '17.6',
  redis: '7.4',
  s3: 'RELEASE.2025-09-07T16-13-09Z',
};

function pins(stack: StackContext, service: ComposeService, role: Role): readonly Fix[] {
  const pin = (tag: string, preference: 'preferred' | 'offered') =>
    fixOf(`Use version ${tag}`, [editImage(stack, service, (written) => withTag(written, tag))], preference);
  if (role === 'web' || role === 'worker')
    return [...LAST_LANGFUSE].flatMap(([major, tag]) =>
      pin(tag, isOnlyFit(stack, major) ? 'preferred' : 'offered'),
    );
  // The names of MinIO's releases are those of no other S3 server.
  if (role === 's3' && !/(?:^|\/)minio$/.test(parseImage(service.image?.value ?? '').repository)) return [];
  return pin(SUITABLE[role], 'offered');
}

// A ClickHouse that is too old for Langfuse 4 cannot have run it: only 3 fits. Otherwise the operator knows.
function isOnlyFit(stack: StackContext, major: number): boolean {
  const [clickhouse] = stack.services('clickhouse');
  const version = clickhouse?.image === undefined ? undefined : imageVersion(clickhouse.image.value);
  const needed = oldestClickHouse(4);
  return major === 3 && version !== undefined && needed !== undefined && isOlder(version, needed);
}
