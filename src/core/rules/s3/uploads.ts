import type { ComposeService } from '../../compose/project';
import { oncePerStack } from '../oncePerStack';
import { readText } from '../reading';
import type { StackContext } from '../stackContext';

/** What Langfuse stores in buckets. */
const USES = ['EVENT_UPLOAD', 'MEDIA_UPLOAD', 'BATCH_EXPORT'] as const;

/** One use of a bucket by a Langfuse service. */
export interface Upload {
  readonly service: ComposeService;
  /** In front of the names of its variables. */
  readonly prefix: string;
  readonly bucket: string;
  /** The server of this project that the endpoint names; undefined when it is elsewhere. */
  readonly server: ComposeService | undefined;
}

const serversByName = oncePerStack(
  (stack: StackContext) => new Map(stack.services('s3').map((server) => [server.name, server])),
);

/** Every bucket that a Langfuse service is certainly given. */
export function* uploads(stack: StackContext): Iterable<Upload> {
  for (const service of stack.langfuseServices) {
    for (const use of USES) {
      const prefix = `LANGFUSE_S3_${use}_`;
      const bucket = readText(stack, service, `${prefix}BUCKET`);
      if (bucket === undefined) continue;
      const endpoint = readText(stack, service, `${prefix}ENDPOINT`);
      const host = /^https?:\/\/([^:/?#]+)/.exec(endpoint ?? '')?.[1];
      const server = host === undefined ? undefined : serversByName(stack).get(host);
      yield { service, prefix, bucket, server };
    }
  }
}
