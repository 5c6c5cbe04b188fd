import { copyValue } from '../copyValue';
import { fixOf } from '../edits';
import { decidingPlace, readText } from '../reading';
import type { Rule } from '../rule';

const USES = ['EVENT_UPLOAD', 'MEDIA_UPLOAD', 'BATCH_EXPORT'];

export const s3CredentialsMismatch: Rule = {
  code: 's3/credentials-mismatch',
  severity: 'error',
  summary: "Langfuse uses MinIO's first user with another secret than MinIO has.",
  explanation:
    "MinIO's first user is `MINIO_ROOT_USER` with `MINIO_ROOT_PASSWORD`, anew at each start. Langfuse has three pairs of keys: for events, media and exports. When a pair names that user with another secret, uploads are refused (`SignatureDoesNotMatch`), and without event uploads no trace is accepted. Use `${MINIO_ROOT_PASSWORD}` for all of them.",
  *check(stack) {
    const servers = stack.services('s3');
    const [server] = servers;
    if (server === undefined || servers.length > 1) return;
    const user = readText(stack, server, 'MINIO_ROOT_USER');
    const password = readText(stack, server, 'MINIO_ROOT_PASSWORD');
    const serverVariable = server.environment.get('MINIO_ROOT_PASSWORD');
    if (user === undefined || password === undefined || serverVariable === undefined) return;
    for (const service of stack.langfuseServices) {
      for (const use of USES) {
        const name = `LANGFUSE_S3_${use}_SECRET_ACCESS_KEY`;
        const secret = readText(stack, service, name);
        const variable = service.environment.get(name);
        // Another user may have been made in MinIO; only the first one's secret is known here.
        const isFirstUser = readText(stack, service, `LANGFUSE_S3_${use}_ACCESS_KEY_ID`) === user;
        if (secret === undefined || variable === undefined || !isFirstUser || secret === password) continue;
        yield {
          at: decidingPlace(stack, variable),
          message: `${server.name} has another secret for "${user}" than ${service.name} sends, so uploads are refused. Use MINIO_ROOT_PASSWORD here.`,
          fixes: fixOf(`Use the secret of ${server.name}`, [copyValue(stack, service, name, serverVariable)]),
          related: [{ ...decidingPlace(stack, serverVariable), message: `The secret of ${server.name}.` }],
        };
      }
    }
  },
};
