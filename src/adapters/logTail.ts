import type { LogLine } from '../core/doctor/evidence';
import type { Container } from '../core/stack/container';
import type { DockerEngine } from './docker';
import { splitLines } from './dockerStreams';
import { dataOf, splitTime } from './followLogs';

/** The last lines that a container printed, oldest first. They may hold colours, and secrets. */
export async function logTail(
  engine: Pick<DockerEngine, 'logs'>,
  container: Container,
  lines: number,
  signal: AbortSignal,
): Promise<readonly LogLine[]> {
  const tail: LogLine[] = [];
  const chunks = engine.logs(container, { follow: false, tail: lines, signal });
  for await (const line of splitLines(dataOf(chunks))) tail.push(splitTime(line));
  return tail;
}
