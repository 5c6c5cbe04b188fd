import type { ComposeProject } from '../compose/project';
import type { Cause, CauseEvidence } from '../stack/cause';
import { wellnessOf } from '../stack/serviceState';
import type { ServiceState } from '../stack/serviceState';

/** A service that is not as it should be, for a reason that is known for sure. No text holds a secret. */
export interface Culprit {
  readonly service: string;
  /** What it suffers from, what to do, and where that was seen, such as `web is restarting: ClickHouse refuses …`. */
  readonly text: string;
  readonly cause: Cause;
  /** Whether it does not go away by itself. */
  readonly isLasting: boolean;
}

/** The services to look at where a stack does not become well. One that others wait for comes before them. */
export function culpritsOf(project: ComposeProject, rows: readonly ServiceState[]): readonly Culprit[] {
  const suspects = rows.filter(isSuspect);
  return suspects
    .toSorted((a, b) => rankOf(a, suspects, project) - rankOf(b, suspects, project))
    .flatMap(({ name, kind, cause }) =>
      cause === undefined
        ? []
        : { service: name, text: textOf(name, kind, cause), cause, isLasting: cause.weight === 'lasting' },
    );
}

/** One that is well may have a cause as well, if nothing checks it. */
function isSuspect(row: ServiceState): boolean {
  return row.cause !== undefined && (row.cause.weight === 'lasting' || wellnessOf(row) !== 'well');
}

/** Lower ones come first: what lasts before what may pass, and then what others depend on. */
function rankOf(row: ServiceState, suspects: readonly ServiceState[], project: ComposeProject): number {
  const dependencies = project.services.get(row.name)?.dependsOn;
  const waitsForOthers = suspects.some((other) => dependencies?.has(other.name) === true);
  return (row.cause?.weight === 'lasting' ? 0 : 2) + (waitsForOthers ? 1 : 0);
}

function textOf(
  service: string,
  kind: ServiceState['kind'],
  { explanation, remedy, evidence }: Cause,
): string {
  return [`${service} is ${kind}:`, explanation, remedy, seen(evidence)].filter(Boolean).join(' ');
}

/** A message is read at a glance; the whole line is in the tree. */
const MAX_SEEN = 160;
const WITNESSES: Readonly<Record<CauseEvidence['source'], string>> = {
  log: 'Its log says',
  healthcheck: 'Its healthcheck says',
  engine: 'Docker says',
};

function seen(evidence: CauseEvidence | undefined): string {
  if (evidence === undefined) return '';
  const { source, text } = evidence;
  return `${WITNESSES[source]}: ${text.length > MAX_SEEN ? `${text.slice(0, MAX_SEEN)}…` : text}`;
}
