import { addVariables, fixOf, replaceValue } from '../edits';
import { decidingPlace, isMissing, readText } from '../reading';
import type { Rule } from '../rule';
import { uploads } from './uploads';

export const forcePathStyle: Rule = {
  code: 's3/force-path-style',
  severity: 'warning',
  summary: 'Langfuse asks for a bucket as a part of the host name, which MinIO does not have.',
  explanation:
    'S3 clients put the bucket in front of the host, as in `langfuse.minio:9000`, unless told otherwise. Amazon answers to such names; in a compose network nothing does, and every upload fails with an unknown host. Set the `…_FORCE_PATH_STYLE` of each use to `true` for a server of your own: then the bucket is the first part of the path.',
  *check(stack) {
    for (const { service, prefix, server } of uploads(stack)) {
      const name = `${prefix}FORCE_PATH_STYLE`;
      const variable = service.environment.get(name);
      const isOff = isMissing(stack, service, name) || readText(stack, service, name) === 'false';
      if (server === undefined || !isOff) continue;
      const at = variable === undefined ? service.origin : decidingPlace(stack, variable);
      yield {
        at,
        message: `${service.name} looks for the bucket under a host name that ${server.name} does not have, so uploads fail. Set ${name} to true.`,
        fixes: fixOf(
          `Set ${name} to true`,
          variable === undefined
            ? addVariables(stack, service, [{ name, value: 'true' }])
            : [replaceValue(stack, at, 'true')],
        ),
      };
    }
  },
};
