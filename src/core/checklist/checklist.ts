import type { ProbeReport } from '../probe/probe';
import { headlineOf, summaryOf } from '../probe/probeText';
import { wellnessOf } from '../stack/serviceState';
import type { ServiceState } from '../stack/serviceState';
import type { SecretsStatus } from './secretsStatus';

/** What must be true before a stack can be relied on, in the order in which an operator sees to it. */
export type ItemId = 'engine' | 'compose' | 'secrets' | 'ports' | 'services' | 'answers';

/** `open`: not done yet. `failed`: looked at, and not as it must be. `unknown`: could not be seen. */
export type ItemState = 'done' | 'open' | 'failed' | 'unknown';

export interface ChecklistItem {
  readonly id: ItemId;
  readonly label: string;
  readonly state: ItemState;
  /** What was seen; a few words. */
  readonly detail: string;
}

/** A version, or the sentence that says why there is none. */
export type VersionFact = { readonly version: string } | { readonly failure: string };

export interface PortFact {
  readonly port: number;
  /** `stack`: one of this stack's own containers. `unseen`: no container has it, and more could not be seen. */
  readonly holder: 'nobody' | 'stack' | 'unseen' | { readonly name: string };
}

/** What the world looks like. What is undefined was not looked at: there is no stack, or no engine to ask. */
export interface ChecklistFacts {
  readonly engine: VersionFact;
  readonly compose: VersionFact;
  readonly secrets: SecretsStatus | undefined;
  readonly ports: readonly PortFact[] | undefined;
  readonly rows: readonly ServiceState[] | undefined;
  /** The last one of this stack. */
  readonly probe: { readonly report: ProbeReport; readonly at: number } | undefined;
}

/** What operators of Langfuse are asked to have. */
const WANTED_ENGINE: Version = [24, 0];
/** The whole life of a stack is tested with it. */
const OLDEST_ENGINE: Version = [20, 10];
/** The first that takes `--progress`, by which we ask for plain lines. */
const OLDEST_COMPOSE: Version = [2, 19];

/** Major and minor. */
type Version = readonly [number, number];

export function checklist(facts: ChecklistFacts): readonly ChecklistItem[] {
  return [
    { id: 'engine', ...engineItem(facts.engine) },
    { id: 'compose', ...composeItem(facts.compose) },
    { id: 'secrets', label: 'Secrets created', ...secretsItem(facts.secrets) },
    { id: 'ports', label: 'Ports free', ...portsItem(facts.ports) },
    { id: 'services', label: 'Services well', ...servicesItem(facts.rows) },
    { id: 'answers', label: 'Stack answers', ...answersItem(facts) },
  ];
}

type Finding = Pick<ChecklistItem, 'state' | 'detail'>;

function engineItem(engine: VersionFact): Finding & { readonly label: string } {
  if ('failure' in engine) return { label: 'Docker Engine', state: 'failed', detail: engine.failure };
  const label = `Docker Engine ${engine.version}`;
  const version = readVersion(engine.version);
  if (version === undefined) return { label, ...UNREADABLE };
  if (isOlder(version, OLDEST_ENGINE)) return { label, state: 'failed', detail: tooOld(OLDEST_ENGINE) };
  if (!isOlder(version, WANTED_ENGINE)) return { label, state: 'done', detail: '' };
  return {
    label,
    state: 'open',
    detail: `works, but is older than ${WANTED_ENGINE[0]}, and refuses what needs ${NEEDED_BY_START_INTERVAL}, such as start_interval`,
  };
}

function composeItem(compose: VersionFact): Finding & { readonly label: string } {
  if ('failure' in compose) return { label: 'Compose plugin', state: 'failed', detail: compose.failure };
  const label = `Compose ${compose.version}`;
  const version = readVersion(compose.version);
  if (version === undefined) return { label, ...UNREADABLE };
  return isOlder(version, OLDEST_COMPOSE)
    ? { label, state: 'failed', detail: tooOld(OLDEST_COMPOSE) }
    : { label, state: 'done', detail: '' };
}

const UNREADABLE: Finding = { state: 'unknown', detail: 'a version of its own counting' };
/** Of Docker Engine. */
const NEEDED_BY_START_INTERVAL = 25;

function tooOld([major, minor]: Version): string {
  return `older than ${major}.${minor}: upgrade it`;
}

function readVersion(text: string): Version | undefined {
  const [, major, minor = '0'] = /^v?(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
}

function isOlder([major, minor]: Version, [otherMajor, otherMinor]: Version): boolean {
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}

function secretsItem(secrets: SecretsStatus | undefined): Finding {
  if (secrets === undefined) return { state: 'unknown', detail: 'there is no stack whose .env can be read' };
  const { wellFormed, defective } = secrets;
  const total = wellFormed.length + defective.length;
  const sum = `${wellFormed.length} of ${total} well-formed`;
  if (defective.length === 0) return { state: 'done', detail: total === 0 ? 'none is needed' : sum };
  return { state: 'failed', detail: `${sum}; not ${listed(defective)}` };
}

function portsItem(ports: readonly PortFact[] | undefined): Finding {
  if (ports === undefined) return { state: 'unknown', detail: 'not looked at' };
  const taken = ports.flatMap(({ port, holder }) =>
    typeof holder === 'object' ? [`${port} is held by ${holder.name}`] : [],
  );
  if (taken.length > 0) return { state: 'failed', detail: listed(taken) };
  if (ports.some(({ holder }) => holder === 'unseen'))
    return { state: 'unknown', detail: "no container holds them; that machine's programs cannot be seen" };
  const own = ports.filter(({ holder }) => holder === 'stack').length;
  if (ports.length === 0) return { state: 'done', detail: 'none is published' };
  return {
    state: 'done',
    detail: own === 0 ? `all ${ports.length}` : `${own} of ${ports.length} in use by this stack`,
  };
}

function servicesItem(rows: readonly ServiceState[] | undefined): Finding {
  if (rows === undefined) return { state: 'unknown', detail: 'cannot be seen' };
  const declared = rows.filter(({ isDeclared }) => isDeclared);
  const well = declared.filter((row) => wellnessOf(row) === 'well');
  const sum = `${well.length} of ${declared.length}`;
  if (declared.length > 0 && well.length === declared.length) return { state: 'done', detail: sum };
  const failing = declared.filter((row) => wellnessOf(row) === 'failing').map(({ name }) => name);
  return failing.length === 0
    ? { state: 'open', detail: sum }
    : { state: 'failed', detail: `${sum}; not ${listed(failing)}` };
}

/** A probe tells of the containers that it saw: what has happened to them since takes its word back. */
function answersItem({ probe, rows }: ChecklistFacts): Finding {
  if (probe === undefined) return { state: 'open', detail: 'not probed yet' };
  if (rows === undefined) return { state: 'unknown', detail: 'cannot be seen' };
  const since = rows.find((row) => row.isDeclared && hasChangedSince(row, probe.at));
  if (since !== undefined) return { state: 'open', detail: `${since.name} has changed since the last probe` };
  const { report } = probe;
  const headline = headlineOf(report);
  if (headline?.outcome === 'failed') return { state: 'failed', detail: headline.evidence };
  if (headline !== undefined) return { state: 'unknown', detail: headline.evidence };
  return report.outcome === 'ok'
    ? { state: 'done', detail: summaryOf(report) }
    : { state: 'unknown', detail: summaryOf(report) };
}

function hasChangedSince(row: ServiceState, at: number): boolean {
  const startedSince = row.replicas.some(
    ({ startedAt }) => startedAt !== undefined && Date.parse(startedAt) > at,
  );
  return startedSince || row.replicas.length === 0;
}

const SHOWN = 2;

function listed(texts: readonly string[]): string {
  const more = texts.length - SHOWN;
  return texts.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
