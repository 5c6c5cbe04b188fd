import { fixOf, replaceValue } from '../edits';
import { decidingPlace, readText } from '../reading';
import type { Rule } from '../rule';

const NAME = 'LANGFUSE_S3_MEDIA_UPLOAD_ENDPOINT';

export const mediaEndpointInternal: Rule = {
  code: 's3/media-endpoint-internal',
  severity: 'warning',
  summary: 'Browsers are sent to an address that only containers know.',
  explanation:
    'Web hands out `LANGFUSE_S3_MEDIA_UPLOAD_ENDPOINT` as a part of signed addresses, from which browsers load images and audio, and to which your applications upload them. The name of a service in the compose file means nothing outside. Use the address under which the S3 server is published, such as `http://localhost:9090` or your own domain.',
  *check(stack) {
    for (const service of stack.services('web')) {
      const variable = service.environment.get(NAME);
      const url = readText(stack, service, NAME);
      const host = /^https?:\/\/([^:/?#]+)/.exec(url ?? '')?.[1];
      const server = host === undefined ? undefined : stack.project.services.get(host);
      if (variable === undefined || server === undefined) continue;
      if (readText(stack, service, 'LANGFUSE_S3_MEDIA_UPLOAD_BUCKET') === undefined) continue;
      const port = server.ports.find(({ target }) => target === 9000)?.published;
      const place = decidingPlace(stack, variable);
      const address = `http://localhost:${port ?? ''}`;
      yield {
        at: place,
        message: `Browsers cannot reach "${server.name}", so media is neither shown nor uploaded from outside. Use the address under which it is published.`,
        // The worker may share the line, and does reach the service by its name.
        fixes:
          port === undefined ? [] : fixOf(`Use ${address}`, [replaceValue(stack, place, address)], 'offered'),
      };
    }
  },
};
