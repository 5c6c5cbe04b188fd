import type { Container, ContainerHealth } from './container';

/**
 * - `running`: without a healthcheck, so nothing is known beyond that.
 * - `created`: made but never started. `stopped`: ended by hand. `finished`: a job that ended with 0.
 * - `killed`: ended by hand or by something else, without a chance to end in order.
 * - `failed`: ended by itself, could not be started, or the engine could not remove it.
 */
export type StateKind =
  | 'not-created'
  | 'created'
  | 'starting'
  | 'running'
  | 'healthy'
  | 'unhealthy'
  | 'restarting'
  | 'paused'
  | 'stopped'
  | 'killed'
  | 'finished'
  | 'failed'
  | 'unknown';

export interface ContainerState {
  readonly kind: StateKind;
  /** Why, in one line: the healthcheck's own words, the engine's, or the exit code. May hold a secret. */
  readonly reason: string | undefined;
}

/** Exit codes of a process that was told to stop: SIGINT, SIGTERM. */
const STOP_CODES: readonly number[] = [130, 143];
/** Of SIGKILL: by hand, or because it did not stop within its grace period. */
const KILL_CODE = 137;

export function containerState(container: Container): ContainerState {
  switch (container.status) {
    case 'created':
      if (container.error !== '') return { kind: 'failed', reason: engineError(container.error) };
      return { kind: 'created', reason: undefined };
    case 'running':
      return runningState(container);
    case 'paused':
      return { kind: 'paused', reason: undefined };
    case 'restarting':
      return { kind: 'restarting', reason: restartReason(container) };
    case 'exited':
      return exitedState(container);
    case 'removing':
      return { kind: 'stopped', reason: 'being removed' };
    case 'dead':
      return { kind: 'failed', reason: 'The engine could not remove it.' };
    case 'unknown':
      return { kind: 'unknown', reason: undefined };
  }
}

/** The line of a healthcheck's output that says most, without control characters; undefined when it is empty. */
export function tellingLine(output: string): string | undefined {
  const lines = output
    .split(/[\r\n]+/)
    // Colours, and what tools print that think they see a terminal.
    .map((line) =>
      line
        .replace(/\p{Cc}(\[[0-9;]*[A-Za-z])?/gu, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((line) => line !== '');
  // curl prints a progress table first, psql a trailer last: the complaint itself is what counts.
  return lines.find((line) => COMPLAINT.test(line)) ?? lines.at(-1);
}

const COMPLAINT =
  /error|fail|refus|denied|exception|cannot|can't|unable|no such|not found|timed? ?out|noauth|wrongpass|\(\d+\) /i;

function runningState({ health, isOomKilled, restartCount }: Container): ContainerState {
  if (health === undefined) {
    return { kind: 'running', reason: isOomKilled ? OUT_OF_MEMORY : restartsSoFar(restartCount) };
  }
  switch (health.status) {
    case 'starting':
      return startingState(health, restartCount);
    case 'healthy':
      return { kind: 'healthy', reason: isOomKilled ? OUT_OF_MEMORY : streakReason(health) };
    case 'unhealthy':
      return { kind: 'unhealthy', reason: healthReason(health) ?? 'the healthcheck fails without a word' };
  }
}

/** The worker restarts once on every first start, as it races the migrations. */
const ORDINARY_RESTARTS = 1;

// Between two crashes a container counts as starting. To call it that would let a crash loop look like patience.
function startingState(health: ContainerHealth, restartCount: number): ContainerState {
  const said = healthReason(health);
  if (restartCount <= ORDINARY_RESTARTS)
    return { kind: 'starting', reason: said ?? restartsSoFar(restartCount) };
  return { kind: 'restarting', reason: [restartsSoFar(restartCount), said].filter(Boolean).join(': ') };
}

const OUT_OF_MEMORY = 'a process in it was killed for memory';

function exitedState(container: Container): ContainerState {
  const { exitCode, error, isOomKilled, restartPolicy } = container;
  if (error !== '') return { kind: 'failed', reason: engineError(error) };
  if (isOomKilled) return { kind: 'failed', reason: `killed for memory, exit code ${exitCode}` };
  // A container that the engine restarts by itself stays down only when someone stopped it.
  if (restartPolicy === 'always' || restartPolicy === 'unless-stopped') return stopped(exitCode);
  if (exitCode === 0) return { kind: 'finished', reason: undefined };
  if (exitCode === KILL_CODE || STOP_CODES.includes(exitCode)) return stopped(exitCode);
  return { kind: 'failed', reason: `exit code ${exitCode}` };
}

function stopped(exitCode: number): ContainerState {
  if (exitCode === KILL_CODE) return { kind: 'killed', reason: `exit code ${KILL_CODE}` };
  return { kind: 'stopped', reason: exitCode === 0 ? undefined : `exit code ${exitCode}` };
}

function restartReason({ error, exitCode, isOomKilled, restartCount }: Container): string {
  if (error !== '') return engineError(error);
  const cause = isOomKilled ? 'killed for memory' : `exit code ${exitCode}`;
  return restartCount === 0 ? cause : `${cause}, ${restartCount} times`;
}

/** `restarted 3 times`; undefined for a container that the engine never restarted. */
export function restartsSoFar(count: number): string | undefined {
  return count === 0 ? undefined : `restarted ${count === 1 ? 'once' : `${count} times`}`;
}

function healthReason({ lastOutput, lastExitCode }: ContainerHealth): string | undefined {
  if (lastExitCode === undefined || lastExitCode === 0) return undefined;
  return tellingLine(lastOutput ?? '') ?? `the healthcheck exits with ${lastExitCode}`;
}

// Docker calls a container healthy until enough checks in a row have failed; the operator should see it coming.
function streakReason(health: ContainerHealth): string | undefined {
  if (health.failingStreak === 0) return undefined;
  const checks = health.failingStreak === 1 ? 'healthcheck' : 'healthchecks';
  return `${health.failingStreak} failed ${checks}: ${healthReason(health) ?? 'no output'}`;
}

function engineError(error: string): string {
  return tellingLine(error) ?? error;
}
