import type { Container } from '../core/stack/container';
import type { DockerEngine } from './docker';
import { logTail } from './logTail';

/** A container may end its log with empty lines. */
const TAIL_LINES = 10;

/** The last line that a container printed which is not empty. It may hold colours, and secrets. */
export async function lastLogLine(
  engine: Pick<DockerEngine, 'logs'>,
  container: Container,
  signal: AbortSignal,
): Promise<string | undefined> {
  const lines = await logTail(engine, container, TAIL_LINES, signal);
  return lines.findLast(({ text }) => text.trim() !== '')?.text;
}
