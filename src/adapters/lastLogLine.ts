import type { Container } from '../core/stack/container';
import type { DockerEngine } from './docker';
import { splitLines } from './dockerStreams';
import { dataOf, splitTime } from './followLogs';

/** A container may end its log with empty lines. */
const TAIL_LINES = 10;

/** The last line that a container printed which is not empty. It may hold colours, and secrets. */
export async function lastLogLine(
  engine: Pick<DockerEngine, 'logs'>,
  container: Container,
  signal: AbortSignal,
): Promise<string | undefined> {
  const chunks = engine.logs(container, { follow: false, tail: TAIL_LINES, signal });
  let last: string | undefined;
  for await (const line of splitLines(dataOf(chunks))) {
    const { text } = splitTime(line);
    if (text.trim() !== '') last = text;
  }
  return last;
}
