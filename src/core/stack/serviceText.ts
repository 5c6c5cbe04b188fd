import { isEveryInterface } from '../compose/ports';
import type { BoundPort } from './container';
import { restartsSoFar } from './containerState';
import type { StateKind } from './containerState';
import type { Drift } from './drift';
import type { Page } from './pages';
import { isAlive, versionOf, wellnessOf } from './serviceState';
import type { ReplicaState, ServiceState } from './serviceState';

/** Longer descriptions are cut by a side bar of usual width, at a place of its choice. */
const MAX_LENGTH = 59;

/** What stands behind a service's name: the state, and what an operator wants to know next. */
export function describeService(row: ServiceState): string {
  const parts = row.isDeclared ? [] : ['not in the compose file'];
  const state = stateText(row);
  const drift = row.drift === undefined ? '' : `edited since up: ${driftText(row.drift)}`;
  const isWell = wellnessOf(row) === 'well' && row.reason === undefined;
  if (isWell && (row.cause === undefined || row.cause.weight === 'note')) {
    // The version comes last: some are long, and a narrow side bar cuts what is on the right.
    parts.push(state, row.cause?.brief ?? '', drift, portsText(row), versionOf(row) ?? '');
  } else {
    parts.push(...stateAndReason(row), drift);
  }
  return shorten(parts.filter((part) => part !== '').join(' · '));
}

/** The state alone, with its reason and what was edited: for a place that shows the rest already. */
export function describeState(row: ServiceState): string {
  const edited = row.drift === undefined ? '' : `edited since up: ${driftText(row.drift)}`;
  return shorten([...stateAndReason(row), edited].filter((part) => part !== '').join(' · '));
}

// The icon tells the state as well, and a narrow side bar cuts what is on the right; so a known cause stands in front.
function stateAndReason(row: ServiceState): readonly string[] {
  const { cause, reason } = row;
  const state = stateText(row);
  return cause === undefined || cause.weight === 'note'
    ? [state, cause?.brief ?? '', reason ?? '']
    : [cause.brief, state];
}

/** `image, ports, CLICKHOUSE_PASSWORD`: what differs, by name. */
export function driftText({ variables, image, hasOtherPorts, files }: Drift): string {
  return [
    ...(image === undefined ? [] : ['image']),
    ...(hasOtherPorts ? ['ports'] : []),
    ...variables,
    ...files,
  ].join(', ');
}

/**
 * What stands behind a container's name. Moments and not durations: they stay true without being drawn again.
 * `sayMoment` puts an ISO 8601 time into the reader's words.
 */
export function describeContainer(
  replica: ReplicaState,
  isOnlyOne: boolean,
  sayMoment: (time: string) => string,
): string {
  const { containerId, kind, reason, startedAt, finishedAt, restartCount } = replica;
  const isUp = isAlive(replica);
  const moment = isUp
    ? startedAt && `up since ${sayMoment(startedAt)}`
    : finishedAt && `ended ${sayMoment(finishedAt)}`;
  const restarts = restartsSoFar(restartCount) ?? '';
  // The row above says what an only container is like while it runs.
  const state = isOnlyOne && isUp ? [] : [STATE_TEXTS[kind], reason ?? ''];
  const parts = [
    ...state,
    moment ?? '',
    kind === 'restarting' || (restarts !== '' && state[1]?.startsWith(restarts)) ? '' : restarts,
    containerId.slice(0, SHORT_ID),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** As the docker command shows them. */
const SHORT_ID = 12;

/** What stands behind a published port: where it leads, and who reaches it. */
export function describePort({ hostIp, target, protocol }: BoundPort, page: Page | undefined): string {
  const parts = [
    page === undefined ? '' : `opens ${page}`,
    `leads to ${target}${protocol === 'tcp' ? '' : `/${protocol}`}`,
    isEveryInterface(hostIp) ? '' : `on ${hostIp} only`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** The same for a row that is known only from before. */
export function describeUnseen(lastSeen: ServiceState | undefined): string {
  return lastSeen === undefined ? 'unknown' : `unknown · last seen ${stateText(lastSeen)}`;
}

/** `5 of 6 well`, over the services that should run. */
export function summarize(rows: readonly ServiceState[]): string {
  const declared = rows.filter((row) => row.isDeclared);
  const well = declared.filter((row) => wellnessOf(row) === 'well');
  const edited = declared.filter((row) => row.drift !== undefined).length;
  const drift = edited === 0 ? '' : ` · ${edited} edited since up`;
  if (well.length === declared.length) return declared.length === 0 ? '' : `all ${well.length} well${drift}`;
  return isDown(declared) ? 'down' : `${well.length} of ${declared.length} well${drift}`;
}

/** Whether none of them runs or tries to. */
export function isDown(rows: readonly ServiceState[]): boolean {
  return rows.every(({ kind }) => ['not-created', 'stopped', 'killed'].includes(kind));
}

const STATE_TEXTS: Readonly<Record<StateKind, string>> = {
  'not-created': 'not created',
  created: 'created, not started',
  starting: 'starting',
  running: 'running',
  healthy: 'healthy',
  unhealthy: 'unhealthy',
  restarting: 'restarting',
  paused: 'paused',
  stopped: 'stopped',
  killed: 'killed',
  finished: 'finished',
  failed: 'failed',
  unknown: 'unknown',
};

export function stateText(row: ServiceState): string {
  const { kind, replicas } = row;
  if (replicas.length < 2) return STATE_TEXTS[kind];
  const same = replicas.filter((replica) => replica.kind === kind).length;
  return `${same} of ${replicas.length} ${STATE_TEXTS[kind]}`;
}

/** `:3000 :3030`: the published ports, each once; the engine lists IPv4 and IPv6 apart. */
export function portsText(row: ServiceState): string {
  const ports = new Set(row.ports.map(({ published }) => `:${published}`));
  return [...ports].join(' ');
}

/** What a side bar of usual width shows, cut where we choose. */
export function shorten(text: string): string {
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH - 1).trimEnd()}…`;
}
