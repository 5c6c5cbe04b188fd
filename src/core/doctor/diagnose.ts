import type { ComposeProject } from '../compose/project';
import type { Diagnostic } from '../diagnostic';
import { listed } from '../listed';
import type { Role } from '../langfuse/roles';
import type { ProbeReport, ProbeResult } from '../probe/probe';
import { needsNewContainer } from '../stack/drift';
import type { ServiceState } from '../stack/serviceState';
import type { Cause } from '../stack/cause';
import { asObjection } from '../stack/objections';
import { wellnessOf } from '../stack/serviceState';
import { culpritsOf } from './culprit';
import type { Culprit } from './culprit';
import type { DiagnosedCause, Diagnosis, DoctorEvidence, DoctorFix } from './diagnosis';
import { areAlike } from './topics';
import type { Name } from './topics';

/** All that was seen of a stack. */
export interface Symptoms {
  readonly project: ComposeProject;
  /** With the causes that logs, healthchecks and the engine tell. */
  readonly rows: readonly ServiceState[];
  readonly report: ProbeReport;
  /** What the check finds, by files and engine. */
  readonly diagnostics: readonly Diagnostic[];
  /** The files by path, for line numbers. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Folds what was seen into causes. What a container says of itself comes first, as it is the closest; then what probes
 * alone found; then what may pass; then errors in the files that nothing else shows yet. Whatever speaks of the same
 * thing, or follows from it, is evidence of the one cause.
 */
export function diagnose(symptoms: Symptoms): Diagnosis {
  const { project, rows, report, diagnostics } = symptoms;
  const culprits = culpritsOf(project, rows);
  const lasting = culprits.filter(({ isLasting }) => isLasting);
  const passing = culprits.filter(({ isLasting }) => !isLasting);
  const failedProbes = report.probes.filter(({ outcome }) => outcome === 'failed');
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const causes: Draft[] = [];
  const addCulprits = (some: readonly Culprit[]): void => {
    for (const culprit of some) add(causes, ofCulprit(culprit));
  };

  addCulprits(lasting);
  const rank = (probe: ProbeResult): number => rankOf(probe, rows);
  for (const probe of failedProbes.toSorted((a, b) => rank(a) - rank(b))) {
    const known = causes.find((cause) => explains(cause, probe, symptoms));
    const likely = known ?? passing.map(ofCulprit).find((cause) => explains(cause, probe, symptoms));
    if (known !== undefined) known.probes.push(probe);
    else if (likely === undefined) causes.push(ofProbe(probe, errors));
  }
  addCulprits(passing);
  for (const { name, cause } of rows) {
    // One that is well otherwise, such as where a process of it was killed for memory.
    const isTold = culprits.some(({ service }) => service === name);
    if (cause?.weight === 'passing' && !isTold) add(causes, ofCause(name, cause));
  }
  for (const diagnostic of diagnostics) {
    for (const cause of causes) {
      const isAlike = cause.names.some((name) => areAlike(name, { kind: 'rules', id: diagnostic.code }));
      if (isAlike && !cause.rules.includes(diagnostic)) cause.rules.push(diagnostic);
    }
  }
  for (const error of errors) {
    if (!causes.some(({ rules }) => rules.includes(error))) causes.push(ofRule(error));
  }
  for (const probe of failedProbes) {
    const isTold = causes.some(({ probes }) => probes.includes(probe));
    if (!isTold) causes.find((cause) => explains(cause, probe, symptoms))?.probes.push(probe);
  }
  const unseen = report.probes.filter(({ outcome }) => outcome === 'could-not-see');
  return {
    outcome: causes.length > 0 ? 'unwell' : report.outcome === 'ok' ? 'healthy' : 'unknown',
    causes: causes.map((cause) => finish(cause, symptoms)),
    unseen: [...new Set(unseen.map(({ evidence }) => evidence))],
  };
}

/** Lower ones tell more of why: logins first, then what is not well for one of the other reasons, as a rule. */
function rankOf(probe: ProbeResult, rows: readonly ServiceState[]): number {
  const { id, layer, service } = probe;
  if (!isAboutWellness(probe)) return layer;
  if (id === 'pipeline/trace') return 5;
  const role = rows.find(({ name }) => name === service)?.role;
  // Web and worker cannot be well without their stores.
  if (role !== undefined && STORES.includes(role)) return 5 + layer;
  return 13 - layer;
}

interface Draft {
  readonly id: string;
  readonly service: string | undefined;
  readonly brief: string | undefined;
  readonly explanation: string;
  readonly remedy: string;
  /** By what others may know the same thing. */
  readonly names: readonly Name[];
  readonly seen: readonly DoctorEvidence[];
  readonly probes: ProbeResult[];
  readonly rules: Diagnostic[];
}

function ofCulprit({ service, cause }: Culprit): Draft {
  return ofCause(service, cause);
}

function ofCause(service: string, { id, brief, explanation, remedy, evidence }: Cause): Draft {
  return {
    id,
    service,
    brief,
    explanation,
    remedy,
    names: [{ kind: 'causes', id }],
    seen: evidence === undefined ? [] : [{ source: evidence.source, service, text: evidence.text }],
    probes: [],
    rules: [],
  };
}

function ofProbe(probe: ProbeResult, errors: readonly Diagnostic[]): Draft {
  const { id, service, evidence, layer, cause } = probe;
  // A trace that is lost tells where it was lost, and the files may tell why.
  const error =
    layer === 5
      ? errors.find(({ code }) => areAlike({ kind: 'probes', id }, { kind: 'rules', id: code }))
      : undefined;
  if (error !== undefined) return { ...ofRule(error), service, probes: [probe] };
  return {
    id: cause ?? id,
    service,
    brief: undefined,
    explanation: evidence,
    remedy: '',
    names: [{ kind: 'probes', id }, ...(cause === undefined ? [] : [{ kind: 'causes', id: cause } as const])],
    seen: [],
    probes: [probe],
    rules: [],
  };
}

function ofRule(diagnostic: Diagnostic): Draft {
  const { code, message } = diagnostic;
  return {
    id: code,
    service: undefined,
    brief: undefined,
    explanation: message,
    remedy: '',
    names: [{ kind: 'rules', id: code }],
    seen: [],
    probes: [],
    rules: [diagnostic],
  };
}

/** The same thing in several services is one cause. */
function add(causes: Draft[], draft: Draft): void {
  const index = causes.findIndex(
    ({ id, explanation }) => id === draft.id && explanation === draft.explanation,
  );
  const known = causes[index];
  if (known === undefined) causes.push(draft);
  else causes[index] = { ...known, seen: [...known.seen, ...draft.seen] };
}

const STORES: readonly Role[] = ['clickhouse', 'postgres', 'redis', 's3'];

/** Whether a probe fails because of a cause: it is about the same thing, the same service, or one that needs it. */
function explains(cause: Draft, probe: ProbeResult, { project, rows }: Symptoms): boolean {
  const { service } = cause;
  if (cause.names.some((name) => areAlike(name, { kind: 'probes', id: probe.id }))) return true;
  if (service === undefined || cause.names.some(({ kind }) => kind !== 'causes')) {
    // What only a probe knows explains that web and worker are not well, and no other store.
    return cause.probes.length > 0 && isAboutWellness(probe) && needs(project, rows, probe.service, service);
  }
  if (probe.service === service) return true;
  return needs(project, rows, probe.service, service);
}

function isAboutWellness({ id, layer }: ProbeResult): boolean {
  return layer < 3 || id === 'web/health' || id === 'worker/health' || id === 'pipeline/trace';
}

/** Whether one service cannot do without another: compose starts it later, or it is a store of Langfuse. */
function needs(
  project: ComposeProject,
  rows: readonly ServiceState[],
  name: string,
  other: string | undefined,
): boolean {
  if (other === undefined || name === other) return name === other;
  const role = (service: string) => rows.find((row) => row.name === service)?.role;
  const [own, others] = [role(name), role(other)];
  const isLangfuse = own === 'web' || own === 'worker';
  return (
    (isLangfuse && others !== undefined && STORES.includes(others)) ||
    project.services.get(name)?.dependsOn.has(other) === true
  );
}

const BROKEN: Partial<Record<Role, string>> = {
  web: 'Nobody can sign in, and applications cannot send traces.',
  worker: 'Traces are accepted, and none of them appears.',
  clickhouse: 'Traces can neither be stored nor shown.',
  postgres: 'Web and worker do not start, and nobody can sign in.',
  redis: 'Traces cannot be queued, so every one is refused.',
  s3: 'Traces cannot be stored, so every one is refused.',
};

function finish(draft: Draft, symptoms: Symptoms): DiagnosedCause {
  const { id, service, brief, explanation, remedy, seen, probes, rules } = draft;
  const { rows, texts } = symptoms;
  const row = rows.find(({ name }) => name === service);
  const isHurt = row !== undefined && (wellnessOf(row) !== 'well' || probes.some(({ layer }) => layer === 3));
  const own = [...seen, ...driftEvidence(row)];
  return {
    id,
    service,
    brief,
    explanation,
    remedy,
    breaks: isHurt && row.role !== undefined ? BROKEN[row.role] : undefined,
    evidence: [
      ...(own.length + probes.length + rules.length > 0 ? own : stateEvidence(row)),
      ...probes
        .filter(({ evidence }) => evidence !== explanation || seen.length === 0)
        .map((probe): DoctorEvidence => ({
          source: 'probe',
          service: probe.service,
          id: probe.id,
          text: probe.evidence,
        })),
      ...rules.map((rule): DoctorEvidence => {
        const { path, line, code, message } = asObjection(rule, texts);
        return { source: 'file', path, line, code, text: message };
      }),
    ],
    fix: fixOf(draft, row, symptoms),
  };
}

/** Where nothing but the state tells. */
function stateEvidence(row: ServiceState | undefined): readonly DoctorEvidence[] {
  if (row === undefined) return [];
  const text = row.reason === undefined ? row.kind : `${row.kind}: ${row.reason}`;
  return [{ source: 'engine', service: row.name, text }];
}

/** What the files say now may be right already, and the container older. */
function driftEvidence(row: ServiceState | undefined): readonly DoctorEvidence[] {
  const { variables = [], image } = row?.drift ?? {};
  if (row === undefined || (variables.length === 0 && image === undefined)) return [];
  const what = [
    ...(variables.length === 0 ? [] : [`other values of ${listed(variables)}`]),
    ...(image === undefined ? [] : [`the image ${image}`]),
  ];
  const text = `Its container was created with ${listed(what)} than the files say now.`;
  return [{ source: 'engine', service: row.name, text }];
}

function fixOf(
  { id, rules, service }: Draft,
  row: ServiceState | undefined,
  { texts }: Symptoms,
): DoctorFix | undefined {
  const byFile = rules
    .filter(({ severity }) => severity === 'error')
    .map((rule) => fixOfRule(rule, texts))
    .find((fix) => fix !== undefined);
  if (byFile !== undefined) return byFile;
  const command = (name: CommandFix['command'], about?: string): CommandFix => ({
    kind: 'command',
    command: name,
    service: about,
  });
  if (id === 'clickhouse/migration-dirty') return command('reset-clickhouse');
  if (row === undefined || service === undefined) return undefined;
  if (row.kind === 'stopped' || row.kind === 'killed') return command('start', service);
  if (row.kind === 'not-created' || row.kind === 'created') return command('up');
  return needsNewContainer(row.drift) ? command('recreate', service) : undefined;
}

type CommandFix = Extract<DoctorFix, { kind: 'command' }>;

function fixOfRule(rule: Diagnostic, texts: ReadonlyMap<string, string>): DoctorFix | undefined {
  const fix = rule.fixes.find(({ isPreferred }) => isPreferred === true) ?? rule.fixes[0];
  if (fix !== undefined) {
    const { path, line } = asObjection(rule, texts);
    return { kind: 'quick-fix', title: fix.title, path, line };
  }
  const { cure } = rule;
  if (cure === undefined) return undefined;
  return cure === 'create-secrets' || cure === 'up'
    ? { kind: 'command', command: cure, service: undefined }
    : { kind: 'command', command: 'restart', service: cure.restart };
}
