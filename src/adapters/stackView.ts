import { NO_EVIDENCE } from '../core/doctor/evidence';
import type { Evidence } from '../core/doctor/evidence';
import { findCauses } from '../core/doctor/findCause';
import { foldServices } from '../core/stack/serviceState';
import type { ServiceState } from '../core/stack/serviceState';
import type { Sighting } from './serviceMonitor';
import type { LoadedStack } from './stackFiles';

/** Why there are no rows to show. Each has its own welcome text, chosen by this word. */
export type EmptyReason = 'no-folder' | 'no-compose' | 'no-env' | 'load-error' | 'no-docker' | 'engine-down';

/** What an operator is to see of the stack. */
export type StackView =
  | { readonly kind: 'empty'; readonly reason: EmptyReason }
  | {
      readonly kind: 'services';
      readonly stack: LoadedStack;
      readonly sighting: Sighting;
      /** As of now: every row is unknown while the engine does not answer. */
      readonly rows: readonly ServiceState[];
      /** As last seen, while the engine does not answer and did before. */
      readonly lastRows: readonly ServiceState[];
    };

/** The stack's files, or why there are none. */
export type StackFiles = LoadedStack | 'no-folder' | 'no-compose' | 'load-error';

/** `hasDockerCommand` matters only while the engine is absent: it tells "not installed" from "not started". */
export function stackView(
  files: StackFiles,
  sighting: Sighting,
  hasDockerCommand: boolean,
  evidence: Evidence = NO_EVIDENCE,
): StackView {
  if (typeof files === 'string') return { kind: 'empty', reason: files };
  const isStale = sighting.kind === 'stale';
  if (isStale && sighting.failure.failure === 'absent' && !hasDockerCommand) {
    return { kind: 'empty', reason: 'no-docker' };
  }
  const live = sighting.kind === 'live' ? sighting.containers : undefined;
  const rows = foldServices(files.project, live, findCauses(files.project, live ?? [], evidence));
  if (rows.length === 0) {
    if (files.project.problems.length > 0) return { kind: 'empty', reason: 'load-error' };
    if (isStale) return { kind: 'empty', reason: 'engine-down' };
  }
  // Containers that are there already matter more than the values that the next start will need.
  if (lacksEnv(files) && (sighting.containers ?? []).length === 0) return { kind: 'empty', reason: 'no-env' };
  return {
    kind: 'services',
    stack: files,
    sighting,
    rows,
    lastRows: isStale && sighting.containers ? foldServices(files.project, sighting.containers) : [],
  };
}

function lacksEnv({ project, texts }: LoadedStack): boolean {
  return !texts.has('.env') && project.problems.some(({ code }) => code.endsWith('/required-missing'));
}
