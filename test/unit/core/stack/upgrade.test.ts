import assert from 'node:assert/strict';
import type { Outcome } from '../../../../src/core/probe/probe';
import { NO_FACTS } from '../../../../src/core/stack/plan';
import type { Plan, PlanFacts } from '../../../../src/core/stack/plan';
import type { PlannedEdit } from '../../../../src/core/stack/plannedEdit';
import { planAsMarkdown, planAsShell, planAsText } from '../../../../src/core/stack/planText';
import { planUpgrade } from '../../../../src/core/stack/plans/upgrade';
import type { UpgradeDraft } from '../../../../src/core/stack/plans/upgrade';
import { container } from '../../support/builders';
import { resolveFiles } from '../../support/resolve';

const compose = (web: string, worker: string, more = '') =>
  resolveFiles(
    `services: { web: { image: "${web}"${more} }, worker: { image: "${worker}"${more} }, db: { image: "postgres:17" } }`,
  );
const of = (tag: string, more?: string) =>
  compose(`langfuse/langfuse:${tag}`, `langfuse/langfuse-worker:${tag}`, more);
const edit: PlannedEdit = {
  path: 'compose.yaml',
  line: 3,
  span: { start: 1, end: 2 },
  oldText: '3.100.0',
  newText: '3.200.0',
  services: ['web'],
};
const MODE = 'LANGFUSE_MIGRATION_V4_WRITE_MODE';

suite('planUpgrade', () => {
  interface Given {
    readonly from?: string;
    readonly to?: string;
    readonly draft?: Partial<UpgradeDraft>;
    readonly facts?: Partial<PlanFacts>;
  }
  const plan = ({ from = '3.100.0', to = '3.200.0', draft, facts }: Given = {}): Plan =>
    planUpgrade(
      of(from),
      { to, edits: [edit], after: of(to), refusals: [], warnings: [], ...draft },
      { ...NO_FACTS, ...facts },
    );
  const refused = (given: Given): string => plan(given).refusals.join('\n');
  const warned = (given: Given): string => plan(given).warnings.join('\n');
  const running = (tag: string) => [
    container('web', { image: `langfuse/langfuse:${tag}` }),
    container('worker', { image: `langfuse/langfuse-worker:${tag}` }),
    container('db', { image: 'postgres:17' }),
  ];
  const schema = (outcome: Outcome): PlanFacts['schema'] => [
    {
      id: 'clickhouse/migrations',
      layer: 4,
      service: 'db',
      outcome,
      evidence: 'What it saw.',
      ms: 1,
      at: '2026-01-01T00:00:00.000Z',
    },
  ];

  test('edits, pulls, starts, waits and probes; until then the files can go back', () => {
    const missingImages = new Set(['langfuse/langfuse:3.200.0', 'langfuse/langfuse-worker:3.200.0']);
    const { steps, refusals, lost, confirmation } = plan({
      facts: { containers: running('3.100.0'), missingImages },
    });
    assert.deepEqual([refusals, lost, confirmation], [[], [], undefined]);
    assert.deepEqual(
      steps.map(({ kind, undoesEdits }) => [kind, undoesEdits]),
      [
        ['edit-files', true],
        ['compose', true],
        ['compose', undefined],
        ['wait-healthy', undefined],
        ['probe', undefined],
      ],
    );
    const [, pull] = steps;
    assert.deepEqual(pull?.kind === 'compose' && pull.args, ['pull', '--ignore-buildable', 'web', 'worker']);
  });

  test('says which containers are replaced, and which edits are made', () => {
    const given = plan({ facts: { containers: running('3.100.0') } });
    assert.deepEqual(
      given.changes.map(({ service, what, why }) => `${what} ${service}: ${why}`),
      ['recreate web: edited since: image', 'recreate worker: edited since: image'],
    );
    assert.match(planAsText(given), /^Edits:\n {2}compose\.yaml:3: 3\.100\.0 → 3\.200\.0 \(web\)$/m);
    assert.match(planAsMarkdown(given), /^## What is edited\n\n- compose\\\.yaml/m);
    assert.match(
      planAsShell(given),
      /^# Edit compose\.yaml:3: 3\.100\.0 → 3\.200\.0 \(web\)\ndocker compose up --detach$/m,
    );
  });

  test('says that there is no way back without copies', () => {
    assert.match(warned({}), /the way back to 3\.100\.0 needs copies of Postgres and ClickHouse/);
  });

  test('does the rest after one that was interrupted', () => {
    const given = { draft: { edits: [], after: of('3.200.0') }, from: '3.200.0' };
    const rest = plan({ ...given, facts: { containers: running('3.100.0'), schema: schema('failed') } });
    assert.deepEqual(rest.refusals, []);
    assert.equal(rest.steps[0]?.kind, 'compose');
    assert.match(rest.warnings.join(), /the way back to 3\.100\.0/);
    assert.match(
      refused({ ...given, facts: { containers: running('3.200.0') } }),
      /^Web and worker run 3\.200\.0 already/,
    );
  });

  const refuses = (name: string, given: Given, expected: RegExp) =>
    test(`refuses ${name}`, () => {
      assert.match(refused(given), expected);
      assert.deepEqual(plan(given).steps, []);
    });

  refuses('an older version', { to: '3.99.9' }, /^web is 3\.100\.0, and 3\.99\.9 is older: /);
  refuses('a version that moves', { to: '3' }, /^"3" is no whole version/);
  refuses(
    'to leave latest',
    { from: 'latest' },
    /^The image of web has the tag "latest", so .* \/api\/public\/health/,
  );
  refuses('to leave a branch', { from: 'main' }, /the tag "main"/);
  refuses('to leave a digest', { from: '3.100.0@sha256:0a' }, /^web is pinned by a digest/);
  refuses('to skip a version', { from: '2.9.0', to: '4.16.0' }, /^web is Langfuse 2, which has neither/);
  refuses('a major version that is not known', { to: '9.0.0' }, /^What Langfuse 9 demands is not known/);
  refuses('what the edits would break', { draft: { refusals: ['compose.yaml:9: Too old.'] } }, /Too old/);
  refuses('migrations that are not complete', { facts: { schema: schema('failed') } }, /^What it saw\.$/);
  refuses(
    'while a migration runs',
    { facts: { containers: running('3.100.0'), migrating: ['web'] } },
    /^web migrates a database right now/,
  );

  test('refuses a stack without web', () => {
    const draft = { to: '3.200.0', edits: [], after: of('3'), refusals: [], warnings: [] };
    const { refusals } = planUpgrade(resolveFiles('services: { a: { image: "a:1" } }'), draft, NO_FACTS);
    assert.match(refusals.join(), /nothing to upgrade/);
  });

  test('says what it has not seen', () => {
    assert.match(warned({}), /^Whether earlier migrations are complete was not looked at\.$/m);
    assert.match(
      warned({ facts: { schema: schema('could-not-see') } }),
      /of db are complete was not seen: What it/,
    );
    assert.doesNotMatch(warned({ facts: { schema: schema('ok') } }), /complete/);
    assert.match(warned({ to: '3.900.0' }), /^3\.900\.0 is newer than what is known here/m);
    assert.match(
      warned({ from: '3' }),
      /^The tag 3 moves, so what runs may be newer than 3\.200\.0 already/m,
    );
  });

  test('tells what another major version brings', () => {
    const crossing = warned({ to: '4.16.0', draft: { after: of('4.16.0') } });
    assert.match(crossing, /^This moves from Langfuse 3 to 4\. .*background migrations/m);
    assert.match(crossing, /^Langfuse's own order is the last of version 3 first/m);
    assert.match(crossing, new RegExp(`^web and worker: without ${MODE}, .* Set it to dual`, 'm'));
    const prepared = planUpgrade(
      of('3.225.4', `, environment: { ${MODE}: dual }`),
      { to: '4.16.0', edits: [edit], after: of('4.16.0'), refusals: [], warnings: [] },
      NO_FACTS,
    );
    assert.doesNotMatch(prepared.warnings.join(), /own order|without/);
    assert.doesNotMatch(warned({}), /This moves/);
  });
});
