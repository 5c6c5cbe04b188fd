import type { ComposeProject } from '../core/compose/project';
import { culpritsOf } from '../core/doctor/culprit';
import type { Container } from '../core/stack/container';
import { wellnessOf } from '../core/stack/serviceState';
import type { ServiceState } from '../core/stack/serviceState';
import { UserError } from '../core/userError';
import { pause } from './clock';
import type { Clock } from './clock';
import type { DockerEngine } from './docker';
import { EvidenceReader } from './evidenceReader';
import type { EvidenceSource } from './evidenceReader';
import { explainedRows } from './explainedRows';
import { LostCause } from './lostCause';

const POLL_MS = 1_000;

type ContainerSource = Pick<DockerEngine, 'listContainers' | 'inspectContainer'>;

export interface WaitOptions {
  readonly engine: ContainerSource & EvidenceSource;
  readonly clock: Clock;
  /** Of patience, in milliseconds. */
  readonly timeoutMs: number;
  /** How far migrations are, in some words; undefined when none runs. Asked while something is waited for. */
  readonly describeMigrations?: (containers: readonly Container[]) => Promise<string | undefined>;
  readonly signal: AbortSignal;
}

/**
 * Yields a line such as `5 of 6 well; waiting for langfuse-web (starting)` whenever it changes, with the reason where that
 * is known and how far migrations are, and ends when every service is well. Throws a UserError that names what is not:
 * when the time is over, since a service that fails now may be well a moment later, as one is that starts before its
 * database; and sooner when waiting cannot help any more.
 */
export async function* waitUntilWell(
  project: ComposeProject,
  services: readonly string[],
  { engine, clock, timeoutMs, describeMigrations, signal }: WaitOptions,
): AsyncGenerator<string> {
  const deadline = clock.now() + timeoutMs;
  const reader = new EvidenceReader(engine, clock);
  const lostCause = new LostCause(clock);
  let last = '';
  for (;;) {
    const containers = await inspectAll(engine, project.name, signal);
    const all = await explainedRows(project, containers, reader, signal);
    const rows = all.filter(({ name }) => services.includes(name));
    const waiting = rows.filter((row) => wellnessOf(row) !== 'well');
    const migrations = waiting.length === 0 ? undefined : await describeMigrations?.(containers);
    const more = migrations === undefined ? '' : `; ${migrations}`;
    const line = `${rows.length - waiting.length} of ${rows.length} well${describe(waiting)}${more}`;
    if (line !== last) yield line;
    last = line;
    if (waiting.length === 0) return;
    const hopeless = waiting.find(({ kind }) => kind === 'failed') ?? lostCause.among(waiting);
    const isOver = clock.now() >= deadline;
    if (hopeless !== undefined || isOver) {
      // Not only of what is waited for: the reason may lie with what it depends on.
      const [culprit] = culpritsOf(project, all);
      if (culprit !== undefined) throw new UserError(culprit.text);
      const when = hopeless === undefined ? `After ${Math.round(timeoutMs / 1000)} s ` : '';
      throw new UserError(
        complaint(when, hopeless === undefined ? worstFirst(waiting) : [hopeless, ...waiting]),
      );
    }
    await pause(clock, POLL_MS, signal);
  }
}

/** Every container of a project with its state; those that vanish meanwhile are left out. */
export async function inspectAll(
  engine: ContainerSource,
  projectName: string,
  signal: AbortSignal,
): Promise<readonly Container[]> {
  const summaries = await engine.listContainers(projectName, signal);
  const containers = await Promise.all(summaries.map(({ id }) => engine.inspectContainer(id, signal)));
  return containers.filter((container) => container !== undefined);
}

function describe(waiting: readonly ServiceState[]): string {
  if (waiting.length === 0) return '';
  const texts = waiting.map(({ name, kind, cause }) =>
    cause === undefined || cause.weight === 'note'
      ? `${name} (${kind})`
      : `${name} (${kind}: ${cause.brief})`,
  );
  return `; waiting for ${texts.join(', ')}`;
}

function worstFirst(rows: readonly ServiceState[]): readonly ServiceState[] {
  return rows.toSorted((a, b) => Number(wellnessOf(b) === 'failing') - Number(wellnessOf(a) === 'failing'));
}

/** About the first of them, and the names of the others. */
function complaint(when: string, [first, ...rest]: readonly ServiceState[]): string {
  if (first === undefined) return '';
  const reason = first.reason === undefined ? '' : `: ${first.reason}`;
  const others = rest.filter((row) => row !== first);
  const more = others.length === 0 ? '' : ` Not well either: ${others.map(({ name }) => name).join(', ')}.`;
  return `${when}${first.name} is ${first.kind}${reason}. Look into its logs.${more}`;
}
