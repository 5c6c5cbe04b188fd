import { parseImage } from '../../langfuse/roles';
import { fixOf } from '../edits';
import { editImage, imagePlace } from '../image';
import type { Rule } from '../rule';

export const minioImageGone: Rule = {
  code: 'compose/minio-image-gone',
  severity: 'error',
  summary: 'The MinIO image is no longer on Docker Hub.',
  explanation:
    "`minio/minio` left Docker Hub in September 2026: a machine that has not pulled it before cannot. The last release is still served by `quay.io/minio/minio`, and `cgr.dev/chainguard/minio` is built from the same source. Chainguard's image runs as another user, so an existing volume needs its owner changed first.",
  *check(stack) {
    for (const service of stack.project.services.values()) {
      const place = imagePlace(stack, service);
      if (service.image === undefined || place === undefined) continue;
      const { repository } = parseImage(service.image.value);
      if (!/^(?:(?:docker\.io|index\.docker\.io)\/)?minio\/(?:minio|mc)$/.test(repository)) continue;
      yield {
        at: place,
        message: `Docker Hub no longer serves ${repository}, so pulling it fails. Take it from quay.io.`,
        fixes: fixOf('Pull from quay.io', [
          editImage(stack, service, (written) =>
            written.replace(/(?:(?:index\.)?docker\.io\/)?minio\/(minio|mc)\b/, 'quay.io/minio/$1'),
          ),
        ]),
      };
    }
  },
};
