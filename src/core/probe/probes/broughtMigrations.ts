import { servicesOf } from '../../langfuse/roles';
import type { Execution } from '../probe';
import type { ProbeContext } from '../probeContext';

/** Lists the migrations in the image of web, which applies them; undefined while it does not run. */
export function broughtMigrations(
  context: ProbeContext,
  folder: 'prisma/migrations' | 'clickhouse/migrations/unclustered',
): Execution | undefined {
  const [web] = servicesOf(context.project, 'web');
  const container = web && context.running(web.name)?.id;
  if (container === undefined) return undefined;
  // Relative to the folder that the image works in, as its own start script has it.
  return { container, argv: ['ls', `packages/shared/${folder}`], environment: new Map() };
}
