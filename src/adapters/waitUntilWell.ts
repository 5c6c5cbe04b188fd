import type { ComposeProject } from '../core/compose/project';
import type { Container } from '../core/stack/container';
import { foldServices, wellnessOf } from '../core/stack/serviceState';
import type { ServiceState } from '../core/stack/serviceState';
import { UserError } from '../core/userError';
import { untilAborted } from './abort';
import type { Clock } from './clock';
import { CrashCount } from './crashCount';
import type { DockerEngine } from './docker';

const POLL_MS = 1_000;

export interface WaitOptions {
  readonly engine: Pick<DockerEngine, 'listContainers' | 'inspectContainer'>;
  readonly clock: Clock;
  /** Of patience, in milliseconds. */
  readonly timeoutMs: number;
  /** How far migrations are, in some words; undefined when none runs. Asked while something is waited for. */
  readonly describeMigrations?: (containers: readonly Container[]) => Promise<string | undefined>;
  readonly signal: AbortSignal;
}

/**
 * Yields a line such as `5 of 6 well; waiting for langfuse-web (starting)` whenever it changes, while web migrates
 * also how far that is, and ends when every service is well. Throws a UserError that names what is not: when the time is over, since a service that fails now may
 * be well a moment later, as one is that starts before its database; and at once when waiting cannot help any more.
 */
export async function* waitUntilWell(
  project: ComposeProject,
  services: readonly string[],
  { engine, clock, timeoutMs, describeMigrations, signal }: WaitOptions,
): AsyncGenerator<string> {
  const deadline = clock.now() + timeoutMs;
  const crashes = new CrashCount();
  let last = '';
  for (;;) {
    const containers = await inspectAll(engine, project.name, signal);
    const rows = foldServices(project, containers).filter(({ name }) => services.includes(name));
    const waiting = rows.filter((row) => wellnessOf(row) !== 'well');
    const migrations = waiting.length === 0 ? undefined : await describeMigrations?.(containers);
    const more = migrations === undefined ? '' : `; ${migrations}`;
    const line = `${rows.length - waiting.length} of ${rows.length} well${describe(waiting)}${more}`;
    if (line !== last) yield line;
    last = line;
    if (waiting.length === 0) return;
    const hopeless = waiting.find(({ kind }) => kind === 'failed') ?? crashes.tooMany(waiting);
    if (hopeless !== undefined) throw new UserError(complaint('', [hopeless, ...waiting]));
    if (clock.now() >= deadline) {
      const culprits = waiting.toSorted(
        (a, b) => Number(wellnessOf(b) === 'failing') - Number(wellnessOf(a) === 'failing'),
      );
      throw new UserError(complaint(`After ${Math.round(timeoutMs / 1000)} s `, culprits));
    }
    await pause(clock, POLL_MS, signal);
  }
}

/** Every container of a project with its state; those that vanish meanwhile are left out. */
export async function inspectAll(
  engine: WaitOptions['engine'],
  projectName: string,
  signal: AbortSignal,
): Promise<readonly Container[]> {
  const summaries = await engine.listContainers(projectName, signal);
  const containers = await Promise.all(summaries.map(({ id }) => engine.inspectContainer(id, signal)));
  return containers.filter((container) => container !== undefined);
}

/** Resolves after so many milliseconds; rejects with the signal's reason when it aborts. */
export async function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  let cancel: (() => void) | undefined;
  const over = new Promise<void>((resolve) => (cancel = clock.after(ms, resolve)));
  try {
    await untilAborted(over, signal);
  } finally {
    cancel?.();
  }
}

function describe(waiting: readonly ServiceState[]): string {
  if (waiting.length === 0) return '';
  return `; waiting for ${waiting.map(({ name, kind }) => `${name} (${kind})`).join(', ')}`;
}

/** About the first of them, and the names of the others. */
function complaint(when: string, [first, ...rest]: readonly ServiceState[]): string {
  if (first === undefined) return '';
  const reason = first.reason === undefined ? '' : `: ${first.reason}`;
  const others = rest.filter((row) => row !== first);
  const more = others.length === 0 ? '' : ` Not well either: ${others.map(({ name }) => name).join(', ')}.`;
  return `${when}${first.name} is ${first.kind}${reason}. Look into its logs.${more}`;
}
