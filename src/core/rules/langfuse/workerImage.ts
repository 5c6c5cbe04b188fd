import type { ComposeService } from '../../compose/project';
import { fixOf } from '../edits';
import { editImage, imagePlace } from '../image';
import type { Rule } from '../rule';

export const workerImage: Rule = {
  code: 'langfuse/worker-image',
  severity: 'error',
  summary: 'No service runs the worker image.',
  explanation:
    'Langfuse is two images. `langfuse/langfuse` serves the interface and accepts traces into a queue; `langfuse/langfuse-worker` takes them from the queue and writes them to ClickHouse. With the web image alone, or twice, every request is answered, every healthcheck is green, and no trace ever appears. Give the second service the worker image of the same version.',
  *check(stack) {
    const webs = stack.services('web');
    if (!stack.isComplete || webs.length === 0 || stack.services('worker').length > 0) return;
    const intended = webs.length > 1 ? likelyWorker(webs) : undefined;
    const service = intended ?? webs[0];
    const place = service && imagePlace(stack, service);
    if (service === undefined || place === undefined) return;
    if (intended === undefined) {
      // A queue that is reached from elsewhere may have its worker elsewhere as well.
      const isQueueHere = stack.services('redis').length > 0;
      yield {
        at: place,
        severity: isQueueHere ? 'error' : 'warning',
        message: `No service runs the image langfuse/langfuse-worker, so traces are accepted and never appear${isQueueHere ? '' : ', unless a worker runs elsewhere'}. Add a worker of the same version.`,
      };
      return;
    }
    yield {
      at: place,
      message: `${service.name} runs the web image, so nothing takes traces from the queue: they are accepted and never appear. Use the image langfuse/langfuse-worker.`,
      fixes: fixOf('Use the worker image', [
        editImage(stack, service, (written) =>
          written.replace(/langfuse\/langfuse(?![\w-])/, 'langfuse/langfuse-worker'),
        ),
      ]),
    };
  },
};

// What a service is follows from its image alone. Which of several web services was meant to be the worker is
// a guess for a place to mark: the one that is called so, else the one that nobody can reach from outside.
function likelyWorker(webs: readonly ComposeService[]): ComposeService | undefined {
  const named = webs.filter(({ name }) => /worker/i.test(name));
  if (named.length === 1) return named[0];
  const hidden = webs.filter(({ ports }) => ports.length === 0);
  return hidden.length === 1 ? hidden[0] : undefined;
}
