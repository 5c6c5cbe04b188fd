import assert from 'node:assert/strict';
import type { Diagnostic } from '../../../../src/core/diagnostic';
import { diagnose } from '../../../../src/core/doctor/diagnose';
import { diagnosisAsText } from '../../../../src/core/doctor/diagnosisText';
import { reportOf } from '../../../../src/core/probe/probe';
import type { Layer, ProbeResult } from '../../../../src/core/probe/probe';
import type { Cause } from '../../../../src/core/stack/cause';
import { foldServices } from '../../../../src/core/stack/serviceState';
import { container, project, service } from '../../support/builders';

const stack = project([
  service('web', 'langfuse/langfuse:3'),
  service('worker', 'langfuse/langfuse-worker:3'),
  service('db', 'clickhouse/clickhouse-server:25.8'),
  service('redis', 'redis:7'),
]);
const names = [...stack.services.keys()];

suite('diagnose', () => {
  test('a stack whose probes pass is healthy', () => {
    assert.deepEqual(diagnosed(), { outcome: 'healthy', causes: [], unseen: [] });
  });

  test('what could not be seen is not healthy', () => {
    const diagnosis = diagnosed({
      probes: [{ ...probe('db/login'), outcome: 'could-not-see', evidence: 'No Docker.' }],
    });
    assert.deepEqual(diagnosis, { outcome: 'unknown', causes: [], unseen: ['No Docker.'] });
  });

  test('what a container says of itself explains the probes of what needs it', () => {
    const diagnosis = diagnosed({
      causes: { db: cause('engine/paused') },
      probes: [
        failing('containers/db', 'db', 1),
        failing('containers/web', 'web', 1),
        failing('web/health', 'web'),
        failing('clickhouse/login', 'db'),
      ],
    });
    assert.deepEqual(ids(diagnosis), ['engine/paused']);
    const [first] = diagnosis.causes;
    assert.equal(first?.service, 'db');
    assert.match(first.breaks ?? '', /neither be stored/);
    assert.deepEqual(
      first.evidence.map((each) => (each.source === 'probe' ? each.id : each.source)),
      ['log', 'clickhouse/login', 'containers/db', 'web/health', 'containers/web'],
    );
  });

  test('the deepest failure comes first, and explains that web and worker are not well', () => {
    const diagnosis = diagnosed({
      probes: [
        failing('containers/web', 'web', 1),
        failing('redis/login', 'redis'),
        failing('clickhouse/disk', 'db', 4),
      ],
    });
    assert.deepEqual(ids(diagnosis), ['redis/login', 'clickhouse/disk']);
  });

  test('a store that does not run comes before those that cannot be well without it', () => {
    const diagnosis = diagnosed({
      probes: [
        failing('containers/redis', 'redis', 1),
        failing('network/worker', 'worker', 2),
        failing('worker/health', 'worker'),
      ],
    });
    assert.deepEqual(ids(diagnosis), ['containers/redis']);
    assert.equal(diagnosis.causes[0]?.evidence.length, 3);
  });

  test('what lasts comes before what may pass', () => {
    const diagnosis = diagnosed({
      causes: {
        web: cause('clickhouse/unreachable', 'passing'),
        worker: cause('langfuse/environment'),
      },
      state: { web: { status: 'restarting', exitCode: 1, restartCount: 3 } },
      probes: [failing('containers/web', 'web', 1), failing('containers/worker', 'worker', 1)],
    });
    assert.deepEqual(ids(diagnosis), ['langfuse/environment', 'clickhouse/unreachable']);
  });

  test('a rule that speaks of the same thing gives the line and the fix', () => {
    const fix = { title: 'Use the same password', edits: [], isPreferred: true };
    const diagnosis = diagnosed({
      causes: { web: cause('clickhouse/password') },
      probes: [failing('clickhouse/login', 'db')],
      diagnostics: [diagnostic('clickhouse/credentials-mismatch', { fixes: [fix] })],
    });
    assert.deepEqual(ids(diagnosis), ['clickhouse/password']);
    const [first] = diagnosis.causes;
    assert.deepEqual(first?.fix, { kind: 'quick-fix', title: fix.title, path: 'compose.yaml', line: 2 });
    assert.match(JSON.stringify(first.evidence.at(-1)), /"line":2,"code":"clickhouse\/credentials-mismatch"/);
  });

  test('of a lost trace the files may tell more than the probe', () => {
    const diagnosis = diagnosed({
      probes: [failing('pipeline/trace', 'web', 5)],
      diagnostics: [diagnostic('langfuse/worker-image')],
    });
    assert.deepEqual(ids(diagnosis), ['langfuse/worker-image']);
    assert.equal(diagnosis.causes[0]?.evidence.length, 2);
  });

  test('a process that was killed for memory counts also where the service runs on', () => {
    const diagnosis = diagnosed({
      causes: { db: { ...cause('engine/out-of-memory', 'passing'), evidence: undefined } },
    });
    assert.deepEqual(ids(diagnosis), ['engine/out-of-memory']);
    assert.deepEqual(diagnosis.causes[0]?.evidence, [{ source: 'engine', service: 'db', text: 'running' }]);
    assert.equal(diagnosed({ causes: { db: cause('any/note', 'note') } }).outcome, 'healthy');
  });

  test('an error in the files is a cause of its own, a warning is none', () => {
    const warning = diagnostic('langfuse/timezone', { severity: 'warning' });
    assert.deepEqual(ids(diagnosed({ diagnostics: [diagnostic('clickhouse/version'), warning] })), [
      'clickhouse/version',
    ]);
    assert.equal(diagnosed({ diagnostics: [warning] }).outcome, 'healthy');
  });

  test('a container that is older than the files names what differs and offers the recreation', () => {
    const drift = { variables: ['CLICKHOUSE_PASSWORD'], image: undefined, hasOtherPorts: false, files: [] };
    const diagnosis = diagnosed({
      causes: { web: cause('clickhouse/password') },
      drift: { web: drift },
    });
    const [first] = diagnosis.causes;
    assert.deepEqual(first?.fix, { kind: 'command', command: 'recreate', service: 'web' });
    assert.match(JSON.stringify(first.evidence), /other values of CLICKHOUSE_PASSWORD/);
  });

  test('the text says what happened, what to do, what it breaks and where it was seen', () => {
    const text = diagnosisAsText(
      diagnosed({
        causes: { db: cause('engine/killed') },
        probes: [failing('containers/db', 'db', 1)],
        state: { db: { status: 'exited', exitCode: 137 } },
      }),
    );
    assert.equal(
      text,
      `1. db: What happened. [engine/killed]
   Do: What to do.
   Breaks: Traces can neither be stored nor shown.
   Seen: log of db: a line
   Seen: probe containers/db: containers/db says no.
   Fix: Start Service on db

Not well. Mend the first cause, then look again: others may go with it.
`,
    );
    assert.match(diagnosisAsText(diagnosed()), /^Healthy/);
  });
});

interface Seen {
  readonly causes?: Readonly<Record<string, Cause>>;
  readonly probes?: readonly ProbeResult[];
  readonly diagnostics?: readonly Diagnostic[];
  readonly drift?: Readonly<Record<string, ReturnType<typeof foldServices>[number]['drift']>>;
  readonly state?: Readonly<Record<string, Parameters<typeof container>[1]>>;
}

function diagnosed({ causes = {}, probes = [], diagnostics = [], drift = {}, state = {} }: Seen = {}) {
  const containers = names.map((name) => container(name, state[name]));
  const byId = new Map(Object.entries(causes).map(([name, each]) => [`id-of-${name}`, each]));
  const rows = foldServices(stack, containers, byId).map((row) => ({ ...row, drift: drift[row.name] }));
  const report = reportOf([probe('containers/any', 'web', 1), ...probes]);
  const texts = new Map([['compose.yaml', 'services:\n  web:\n']]);
  return diagnose({ project: stack, rows, report, diagnostics, texts });
}

function ids({ causes }: ReturnType<typeof diagnosed>): readonly string[] {
  return causes.map(({ id }) => id);
}

function cause(id: string, weight: Cause['weight'] = 'lasting'): Cause {
  return {
    id,
    weight,
    brief: '',
    explanation: 'What happened.',
    remedy: 'What to do.',
    evidence: { source: 'log', text: 'a line' },
  };
}

function probe(id: string, about = 'db', layer: Layer = 3): ProbeResult {
  return {
    id,
    layer,
    service: about,
    outcome: 'ok',
    evidence: 'fine',
    ms: 1,
    at: '2026-01-01T00:00:00.000Z',
  };
}

function failing(id: string, about: string, layer: Layer = 3): ProbeResult {
  return { ...probe(id, about, layer), outcome: 'failed', evidence: `${id} says no.` };
}

function diagnostic(code: string, more: Partial<Diagnostic> = {}): Diagnostic {
  return {
    path: 'compose.yaml',
    span: { start: 12, end: 15 },
    code,
    severity: 'error',
    message: `${code} says so.`,
    fixes: [],
    ...more,
  };
}
