import type { ComposeProject } from '../core/compose/project';
import { clickHouseMigrationHead } from '../core/langfuse/migrations';
import { parseImage, servicesOf } from '../core/langfuse/roles';
import { plainText } from '../core/plainText';
import type { Container } from '../core/stack/container';
import { migrationProgress } from '../core/stack/migrationProgress';
import type { DockerEngine } from './docker';
import { DockerError } from './dockerError';
import { logTail } from './logTail';

/** A first start prints one line a migration, and Prisma a list of them afterwards. */
const TAIL_LINES = 2_000;

/**
 * How far the migrations are, such as `langfuse-web: migrating ClickHouse, 12 of 37`, by the log of each container of
 * Langfuse web that runs. Undefined when none migrates, or its log cannot be read.
 */
export async function describeMigrations(
  project: ComposeProject,
  containers: readonly Container[],
  engine: Pick<DockerEngine, 'logs'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const webs = new Set(servicesOf(project, 'web').map(({ name }) => name));
  const running = containers.filter(({ service, status }) => webs.has(service) && status === 'running');
  const texts = await Promise.all(
    running.map(async (container) => {
      const text = await progressOf(container, engine, signal).catch(whenRefused);
      return text === undefined ? [] : [`${container.service}: ${text}`];
    }),
  );
  return texts.flat().join('; ') || undefined;
}

async function progressOf(
  container: Container,
  engine: Pick<DockerEngine, 'logs'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { startedAt = '', image } = container;
  const lines = await logTail(engine, container, TAIL_LINES, signal);
  // The log holds earlier runs as well. Its times have nanoseconds, as the start has.
  const ofThisRun = lines.filter(
    ({ time }) => time === undefined || Date.parse(time) >= Date.parse(startedAt),
  );
  const { tag } = parseImage(image);
  const head = tag === undefined ? undefined : clickHouseMigrationHead(tag);
  return migrationProgress(
    ofThisRun.map(({ text }) => plainText(text)),
    head,
  );
}

/** Some log drivers let nobody read. */
function whenRefused(error: unknown): undefined {
  if (error instanceof DockerError && !error.isUnreachable) return undefined;
  throw error;
}
