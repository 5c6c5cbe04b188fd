import { unreachableHosts } from '../hostUnreachable';
import type { Rule } from '../rule';

export const s3Unreachable: Rule = {
  code: 's3/host-unreachable',
  severity: 'error',
  summary: 'The S3 server is addressed by a name or a port that containers cannot reach.',
  explanation:
    'Every container has a network of its own: `localhost` inside it is the container itself, and other containers are reached by the name of their service in the compose file. A published port is for the machine outside, not for containers. Events are uploaded to S3 before they are queued, so every trace is refused. Only `LANGFUSE_S3_MEDIA_UPLOAD_ENDPOINT` and the external export endpoint are meant for browsers outside.',
  check: (stack) =>
    unreachableHosts(stack, {
      role: 's3',
      server: 'the S3 server',
      urls: ['LANGFUSE_S3_EVENT_UPLOAD_ENDPOINT', 'LANGFUSE_S3_BATCH_EXPORT_ENDPOINT'],
      hosts: [],
    }),
};
