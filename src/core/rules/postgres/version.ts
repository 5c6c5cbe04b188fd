import { imageVersion, oldestPostgres } from '../../langfuse/versions';
import { imagePlace } from '../image';
import type { Rule } from '../rule';

export const postgresVersion: Rule = {
  code: 'postgres/version',
  severity: 'error',
  summary: 'Postgres is too old for this Langfuse.',
  explanation:
    'Langfuse 3 needs Postgres 12 or newer, Langfuse 4 needs 15. A new major version of Postgres does not open the data of an older one: save it with `pg_dump`, start the new version with an empty volume, and restore. For a new installation name the version alone.',
  withoutFix: 'another image without its data moved first would not start, or would start empty.',
  *check(stack) {
    const { langfuseMajor } = stack;
    const needed = langfuseMajor === undefined ? undefined : oldestPostgres(langfuseMajor);
    if (langfuseMajor === undefined || needed === undefined) return;
    for (const service of stack.services('postgres')) {
      const place = imagePlace(stack, service);
      const version = service.image && imageVersion(service.image.value);
      if (place === undefined || version === undefined || version.major >= needed) continue;
      yield {
        at: place,
        message: `Langfuse ${langfuseMajor} needs Postgres ${needed} or newer, and this is ${version.major}. Move its data to a newer version with pg_dump, or use an older Langfuse.`,
      };
    }
  },
};
