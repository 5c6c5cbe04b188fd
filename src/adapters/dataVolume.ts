import type { ComposeProject } from '../core/compose/project';
import type { SecretsPlan } from '../core/secrets/generate';
import { volumesOfRole } from '../core/stack/plans/shared';
import { UserError } from '../core/userError';
import type { DockerEngine } from './docker';

/** An engine that is slow to answer must not keep anybody from writing a file. */
const ENGINE_MS = 3_000;

/**
 * The name of a volume with Postgres' data, if there is one that was made with secrets which the plan would make anew.
 * Undefined when the engine does not say in time.
 */
export async function endangeredVolume(
  { needed }: SecretsPlan,
  project: ComposeProject,
  engine: Pick<DockerEngine, 'inspectVolume'>,
): Promise<string | undefined> {
  if (!needed.some(({ name, group }) => group === 'postgres' || name === 'ENCRYPTION_KEY')) return undefined;
  const signal = AbortSignal.timeout(ENGINE_MS);
  try {
    for (const { name } of volumesOfRole(project, 'postgres')) {
      if ((await engine.inspectVolume(name, signal)) !== undefined) return name;
    }
    return undefined;
  } catch (error) {
    if (error instanceof UserError || signal.aborted) return undefined;
    throw error;
  }
}

/** What is at stake, and what to do instead. */
export function describeDanger(volume: string): string {
  return `The volume ${volume} keeps the password of its first start and what the old ENCRYPTION_KEY has encrypted. If you still have the old .env, put its values back instead.`;
}
