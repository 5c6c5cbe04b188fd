import { parseImage } from '../../langfuse/roles';
import { decidingPlace, readText } from '../reading';
import type { Rule } from '../rule';
import { emptiedForSecrets } from '../secrets/emptiedForSecrets';

const LENGTHS = [
  ['MINIO_ROOT_PASSWORD', 8],
  ['MINIO_ROOT_USER', 3],
] as const;

export const minioPasswordShort: Rule = {
  code: 's3/minio-password-short',
  severity: 'error',
  summary: 'MinIO does not start with credentials as short as these.',
  explanation:
    "MinIO refuses a first user of fewer than 3 characters and a password of fewer than 8, and stops. Langfuse's keys for events, media and exports must be changed with them: they name the same user.",
  *check(stack) {
    for (const service of stack.services('s3')) {
      if (!/(?:^|\/)minio$/.test(parseImage(service.image?.value ?? '').repository)) continue;
      for (const [name, least] of LENGTHS) {
        const variable = service.environment.get(name);
        const text = readText(stack, service, name);
        if (variable === undefined || text === undefined || text.length >= least) continue;
        const at = decidingPlace(stack, variable);
        yield {
          at,
          message: `${service.name} does not start, because ${name} has fewer than ${least} characters. Choose a longer one.`,
          fixes: emptiedForSecrets(stack, at),
        };
      }
    }
  },
};
