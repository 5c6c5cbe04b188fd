import { isAboutMigrations, reportOf } from '../probe/probe';
import type { ProbeReport } from '../probe/probe';
import { headlineOf, summaryOf } from '../probe/probeText';
import { wellnessOf } from '../stack/serviceState';
import type { ServiceState } from '../stack/serviceState';
import { ownerItem, signUpItem } from './accountItems';
import type { AccountFacts } from './accountItems';
import { composeItem, engineItem } from './engineItems';
import type { VersionFact } from './engineItems';
import type { ChecklistItem, Finding } from './item';
import type { SecretsStatus } from './secretsStatus';

export interface PortFact {
  readonly port: number;
  /** `stack`: one of this stack's own containers. `unseen`: no container has it, and more could not be seen. */
  readonly holder: 'nobody' | 'stack' | 'unseen' | { readonly name: string };
}

/** What the world looks like. What is undefined was not looked at: there is no stack, or no engine to ask. */
export interface ChecklistFacts extends AccountFacts {
  readonly engine: VersionFact;
  readonly compose: VersionFact;
  readonly secrets: SecretsStatus | undefined;
  readonly ports: readonly PortFact[] | undefined;
  readonly rows: readonly ServiceState[] | undefined;
  /** The last one of this stack. */
  readonly probe: { readonly report: ProbeReport; readonly at: number } | undefined;
}

export function checklist(facts: ChecklistFacts): readonly ChecklistItem[] {
  return [
    { id: 'engine', ...engineItem(facts.engine) },
    { id: 'compose', ...composeItem(facts.compose) },
    { id: 'secrets', label: 'Secrets created', ...secretsItem(facts.secrets) },
    { id: 'ports', label: 'Ports free', ...portsItem(facts.ports) },
    { id: 'services', label: 'Services well', ...servicesItem(facts.rows) },
    { id: 'schema', label: 'Databases migrated', ...schemaItem(facts) },
    { id: 'answers', label: 'Stack answers', ...answersItem(facts) },
    { id: 'owner', label: 'First owner exists', ...ownerItem(facts) },
    { id: 'signUp', label: 'Sign-up is closed', ...signUpItem(facts) },
  ];
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
  const failing = declared.filter((row) => wellnessOf(row) === 'failing');
  const explained = failing.find(({ cause }) => cause !== undefined);
  if (explained?.cause !== undefined) {
    const { brief, explanation, remedy } = explained.cause;
    const more = `${explanation} ${remedy}`;
    return { state: 'failed', detail: `${sum}; ${explained.name}: ${brief}`, more };
  }
  return failing.length === 0
    ? { state: 'open', detail: sum }
    : { state: 'failed', detail: `${sum}; not ${listed(failing.map(({ name }) => name))}` };
}

/** Of the databases only: the rest of the report has an item of its own. */
function schemaItem(facts: ChecklistFacts): Finding {
  const { probe } = facts;
  if (probe === undefined) return probedItem(facts);
  const report = reportOf(probe.report.probes.filter(isAboutMigrations));
  return probedItem({ ...facts, probe: { ...probe, report } });
}

/** What Up asks of its own accord ends before the trace, without which nothing is known of the worker's work. */
function answersItem(facts: ChecklistFacts): Finding {
  const finding = probedItem(facts);
  const isWhole = facts.probe?.report.probes.some(({ layer }) => layer === TRACE_LAYER) === true;
  if (finding.state !== 'done' || isWhole) return finding;
  return { state: 'open', detail: `${finding.detail}; no trace was sent through yet` };
}

const TRACE_LAYER = 5;

/** A probe tells of the containers that it saw: what has happened to them since takes its word back. */
function probedItem({ probe, rows }: ChecklistFacts): Finding {
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
