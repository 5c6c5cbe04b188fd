import { isUtc } from '../../langfuse/utc';
import { failed, ok } from '../probe';
import type { ExecAnswer, Verdict } from '../probe';
import { firstLine } from './execAnswer';

/** `remedy` ends the failure, as a sentence. */
export function interpretTimeZone(answer: ExecAnswer, store: string, remedy: string): Verdict {
  if (answer.exitCode !== 0) return failed(firstLine(answer.stderr + answer.stdout));
  const zone = firstLine(answer.stdout);
  if (isUtc(zone)) return ok(`${store} counts time in ${zone}`);
  return failed(
    `${store} counts time in ${zone}, and Langfuse in UTC: traces appear at the wrong hour, or not at all. ${remedy}`,
    'langfuse/timezone',
  );
}
