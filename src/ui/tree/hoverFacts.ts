import type * as vscode from 'vscode';
import type { DockerEngine } from '../../adapters/docker';
import { DockerError } from '../../adapters/dockerError';
import { lastLogLine } from '../../adapters/lastLogLine';
import type { VolumeSizes } from '../../adapters/volumeSizes';
import type { ComposeProject } from '../../core/compose/project';
import { plainText } from '../../core/plainText';
import { redactor } from '../../core/secrets/redact';
import type { Container } from '../../core/stack/container';
import { formatBytes } from '../../core/stack/planText';
import { TokenSignal } from '../convert';
import type { HoverFacts } from './serviceTooltip';

/** A log line may be a whole document. */
const MAX_LINE = 300;

/** What the engine says of a container when asked. What it does not answer is left out. */
export async function hoverFacts(
  engine: Pick<DockerEngine, 'logs' | 'imageDigest'>,
  project: ComposeProject,
  container: Container,
  token: vscode.CancellationToken,
): Promise<HoverFacts> {
  const watch = new TokenSignal(token);
  try {
    const [line, digest] = await Promise.all([
      answer(lastLogLine(engine, container, watch.signal), watch.signal),
      answer(engine.imageDigest(container.imageId, watch.signal), watch.signal),
    ]);
    return { lastLogLine: line === undefined ? undefined : shownLine(line, project), digest };
  } finally {
    watch.dispose();
  }
}

/** `stack_data: 1.2 GB` */
export async function volumeTooltip(sizes: VolumeSizes, name: string): Promise<string> {
  const size = await answer(sizes.sizeOf(name), new AbortController().signal);
  return size === undefined ? `${name}: size unknown` : `${name}: ${formatBytes(size)}`;
}

function shownLine(line: string, project: ComposeProject): string {
  // Redacted as a whole: half a secret would not be recognised.
  const text = redactor(project)(plainText(line)).trim();
  return text.length <= MAX_LINE ? text : `${text.slice(0, MAX_LINE)}…`;
}

/** The view itself says when the engine is silent; a tooltip need not. */
async function answer<T>(asked: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof DockerError || signal.aborted) return undefined;
    throw error;
  }
}
