import type { ComposeService } from '../../compose/project';
import { parseImage } from '../../langfuse/roles';
import { imageVersion } from '../../langfuse/versions';
import { fixOf, replaceAt } from '../edits';
import { placeOfValue, textOf } from '../reading';
import type { Rule } from '../rule';

const OLD_PATH = '/var/lib/postgresql/data';

export const mount18: Rule = {
  code: 'postgres/mount-18',
  severity: 'error',
  summary: 'Postgres 18 refuses a volume at the old data path.',
  explanation:
    'Since version 18 the image keeps its data in a folder per version below `/var/lib/postgresql`, and stops when it finds a volume at `/var/lib/postgresql/data`. `latest` and no tag are version 18 or newer. With data of an older version, stay on 17: a new major version does not open it. For a new installation mount the volume at `/var/lib/postgresql`.',
  *check(stack) {
    for (const service of stack.services('postgres')) {
      if (!isAtLeast18(service) || service.environment.has('PGDATA')) continue;
      for (const { target, origin } of service.mounts) {
        if (target.replace(/\/$/, '') !== OLD_PATH) continue;
        const place = placeOfValue(stack, origin);
        const written = textOf(stack, place);
        yield {
          at: place,
          message: `Postgres 18 and newer stops with a volume at ${OLD_PATH}. Mount a new one at /var/lib/postgresql, or use Postgres 17 for data that exists.`,
          fixes: written.includes(OLD_PATH)
            ? fixOf(
                'Mount at /var/lib/postgresql',
                [replaceAt(place, written.replace(OLD_PATH, '/var/lib/postgresql'))],
                'offered',
              )
            : [],
        };
      }
    }
  },
};

// Other images, such as Bitnami's, have paths of their own.
function isAtLeast18({ image }: ComposeService): boolean {
  if (image === undefined) return false;
  const { repository, tag, digest } = parseImage(image.value);
  if (!/^(?:docker\.io\/)?(?:library\/)?postgres$/.test(repository)) return false;
  if (tag === undefined || tag === 'latest') return digest === undefined;
  return (imageVersion(image.value)?.major ?? 0) >= 18;
}
