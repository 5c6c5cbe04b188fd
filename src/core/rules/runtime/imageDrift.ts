import { changedImage } from '../../stack/drift';
import type { Rule } from '../rule';
import { containerOf } from './drift';

export const imageDrift: Rule = {
  code: 'runtime/image-drift',
  severity: 'warning',
  summary: 'A container runs another image than the files name now.',
  explanation:
    'A container runs the image that it was created from until it is created anew. **Up** (`docker compose up -d`) pulls what is missing and does that for every service whose image changed. Read the notes of the versions in between first: Langfuse migrates its databases when it starts, and there is no way back but a backup.',
  *check(stack) {
    for (const service of stack.project.services.values()) {
      const container = containerOf(stack, service);
      const former = container && changedImage(service, container);
      if (service.image === undefined || former === undefined) continue;
      yield {
        at: service.image.origin,
        cure: 'up',
        message: `${service.name} still runs ${former}. Run Up to change it to ${service.image.value}.`,
      };
    }
  },
};
