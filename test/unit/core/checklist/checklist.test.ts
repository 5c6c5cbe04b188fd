import assert from 'node:assert/strict';
import { checklist } from '../../../../src/core/checklist/checklist';
import type { ChecklistFacts, PortFact } from '../../../../src/core/checklist/checklist';
import type { ItemId, ItemState } from '../../../../src/core/checklist/item';
import type { Door } from '../../../../src/core/stack/signUp';
import { LAYERS, reportOf } from '../../../../src/core/probe/probe';
import type { Outcome, ProbeReport } from '../../../../src/core/probe/probe';
import type { Cause } from '../../../../src/core/stack/cause';
import { foldServices } from '../../../../src/core/stack/serviceState';
import { container, project, service } from '../../support/builders';

const stack = project([service('web', 'langfuse/langfuse:3'), service('redis', 'redis:7')]);
const STARTED = Date.parse('2026-01-01T00:00:00Z');
/** The layers from the second to the last, as far as there are outcomes. */
const probed = (...outcomes: Outcome[]): ProbeReport =>
  reportOf(
    outcomes.map((outcome, index) => ({
      id: LAYERS[index + 1] === 4 ? 'clickhouse/migrations' : `probe/${index}`,
      layer: LAYERS[index + 1]!,
      service: 'web',
      outcome,
      evidence: `evidence ${index}`,
      ms: 1,
      at: '2026-01-01T00:00:00.000Z',
    })),
  );

const allWell: ChecklistFacts = {
  engine: { version: '28.5.2' },
  compose: { version: '2.40.3' },
  secrets: { wellFormed: ['A', 'B'], defective: [] },
  ports: [
    { port: 3000, holder: 'stack' },
    { port: 8123, holder: 'nobody' },
  ],
  rows: foldServices(stack, [container('web'), container('redis')]),
  probe: { report: probed('ok', 'ok', 'ok', 'not-checked'), at: STARTED + 1 },
  owner: { users: 2, owners: 1, organisations: 1, projects: 3 },
  signUp: { web: 'web', running: 'closed', files: 'closed' },
};

suite('checklist', () => {
  const check = (id: ItemId, facts: Partial<ChecklistFacts>, state: ItemState, detail?: RegExp): void => {
    const item = checklist({ ...allWell, ...facts }).find((candidate) => candidate.id === id);
    assert.equal(item?.state, state);
    if (detail !== undefined) assert.match(item.detail, detail);
  };
  const ports = (...holders: PortFact['holder'][]): Partial<ChecklistFacts> => ({
    ports: holders.map((holder, index) => ({ port: 3000 + index, holder })),
  });

  test('everything is ticked where all is well', () =>
    assert.deepEqual(
      checklist(allWell).map(({ label, state }) => [state, label].join(' ')),
      [
        'done Docker Engine 28.5.2',
        'done Compose 2.40.3',
        'done Secrets created',
        'done Ports free',
        'done Services well',
        'done Databases migrated',
        'done Stack answers',
        'done First owner exists',
        'done Sign-up is closed',
      ],
    ));

  test('an engine that is too old', () =>
    check('engine', { engine: { version: '20.09.1' } }, 'failed', /older than 20\.10/));
  test('an engine that works and is older than what is asked for', () => {
    for (const version of ['20.10.24+dfsg1', '23.0.6'])
      check('engine', { engine: { version } }, 'open', /^works, but is older than 24.*start_interval/);
  });
  test('a Compose that is too old', () =>
    check('compose', { compose: { version: '2.18.1' } }, 'failed', /older than 2\.19/));
  test('the oldest Compose that is tested', () =>
    check('compose', { compose: { version: '2.26.1-4' } }, 'done'));
  test('a Compose that counts in its own way', () =>
    check('compose', { compose: { version: 'dev' } }, 'unknown'));
  test('the oldest engine that will do', () => check('engine', { engine: { version: '24.0.0' } }, 'done'));
  test('an engine that counts otherwise', () => check('engine', { engine: { version: 'dev' } }, 'unknown'));
  test('no engine', () => check('engine', { engine: { failure: 'Down.' } }, 'failed', /^Down\.$/));
  test('no Compose', () => check('compose', { compose: { failure: 'Gone.' } }, 'failed', /^Gone\.$/));

  test('some secrets are missing', () =>
    check(
      'secrets',
      { secrets: { wellFormed: ['A'], defective: ['B', 'C', 'D'] } },
      'failed',
      /^1 of 4 .*B, C and 1 more$/,
    ));
  test('files that do not load', () => check('secrets', { secrets: undefined }, 'unknown'));
  test('no secrets at all', () =>
    check('secrets', { secrets: { wellFormed: [], defective: [] } }, 'done', /none/));

  test('a port that somebody else holds', () =>
    check('ports', ports('nobody', { name: 'other-web-1' }), 'failed', /^3001 is held by other-web-1$/));
  test('ports of a machine that cannot be seen', () => check('ports', ports('stack', 'unseen'), 'unknown'));
  test('ports that are all free', () => check('ports', ports('nobody', 'nobody'), 'done', /all 2/));
  test('ports that nobody looked at', () => check('ports', { ports: undefined }, 'unknown'));

  test('a stack that is down', () =>
    check('services', { rows: foldServices(stack, []) }, 'open', /^0 of 2$/));
  test('a service that fails', () => {
    const broken = container('redis', { status: 'restarting', exitCode: 1 });
    check(
      'services',
      { rows: foldServices(stack, [container('web'), broken]) },
      'failed',
      /^1 of 2; not redis$/,
    );
  });
  test('a service that fails for a known reason', () => {
    const broken = container('redis', { status: 'restarting', exitCode: 1 });
    const cause: Cause = {
      id: 'any/cause',
      weight: 'lasting',
      brief: 'is out of luck',
      explanation: 'It has none left.',
      remedy: 'Give it some.',
      evidence: undefined,
    };
    const rows = foldServices(stack, [container('web'), broken], new Map([[broken.id, cause]]));
    check('services', { rows }, 'failed', /^1 of 2; redis: is out of luck$/);
    const item = checklist({ ...allWell, rows }).find(({ id }) => id === 'services');
    assert.equal(item?.more, 'It has none left. Give it some.');
  });
  test('an engine that does not answer', () => {
    for (const id of ['services', 'schema', 'answers'] as const) check(id, { rows: undefined }, 'unknown');
    check('owner', { owner: undefined }, 'unknown');
    check('signUp', { signUp: undefined }, 'unknown');
  });

  test('no probe yet', () => check('answers', { probe: undefined }, 'open', /not probed/));
  test('a probe that failed', () =>
    check('answers', { probe: { report: probed('ok', 'failed'), at: STARTED + 1 } }, 'failed', /evidence 1/));
  test('a probe that could not see', () =>
    check(
      'answers',
      { probe: { report: probed('could-not-see'), at: STARTED + 1 } },
      'unknown',
      /evidence 0/,
    ));
  test('a probe that found nothing to check is no success', () =>
    check('answers', { probe: { report: probed('not-checked'), at: STARTED + 1 } }, 'unknown'));
  test('what Up probes tells of the databases, and not yet of a trace', () => {
    const probe = { report: probed('ok', 'ok', 'ok'), at: STARTED + 1 };
    check('schema', { probe }, 'done', /^1 probe passed$/);
    check('answers', { probe }, 'open', /^3 probes passed; no trace/);
  });
  test('a database that is not migrated', () => {
    const probe = { report: probed('ok', 'ok', 'failed', 'not-checked'), at: STARTED + 1 };
    check('schema', { probe }, 'failed', /evidence 2/);
  });
  test('a probe that did not get to the databases', () => {
    const probe = { report: probed('failed', 'failed', 'not-checked'), at: STARTED + 1 };
    check('schema', { probe }, 'unknown', /1 not checked/);
  });
  test('a container that was started after the probe', () =>
    check('answers', { probe: { report: probed('ok'), at: STARTED - 1 } }, 'open', /^web has changed/));
  test('a container that is gone since the probe', () =>
    check('answers', { rows: foldServices(stack, [container('web')]) }, 'open', /^redis has changed/));

  const accounts = (users: number, owners: number, organisations = 0, projects = 0) => ({
    owner: { users, owners, organisations, projects },
  });
  const signUp = (running: Door | undefined, files: Door | undefined) => ({
    signUp: { web: 'web', running, files },
  });

  test('an owner, and what there is', () =>
    check('owner', accounts(1, 1, 1), 'done', /^1 user, 1 organisation, no projects$/));
  test('nobody has an account', () => {
    check('owner', { ...accounts(0, 0), ...signUp('open', 'open') }, 'open', /nobody has signed up/);
    check('owner', { ...accounts(0, 0), ...signUp('closed', 'closed') }, 'failed', /sign-up is closed/);
  });
  test('an account alone owns nothing', () =>
    check('owner', accounts(2, 0, 1), 'open', /^2 users, but nobody owns an organisation/));
  test('a database that cannot be asked', () =>
    check('owner', { owner: { unseen: 'postgres does not run.' } }, 'unknown', /^postgres does not run/));

  test('sign-up that is open', () => {
    check('signUp', signUp('open', 'open'), 'failed', /everybody who reaches web/);
    check('signUp', { ...signUp('open', 'open'), ...accounts(1, 0) }, 'open', /until the first owner/);
    check('signUp', { ...signUp('open', 'open'), owner: { unseen: '' } }, 'open');
  });
  test('sign-up that the files close and the container does not', () =>
    check('signUp', signUp('open', 'closed'), 'open', /^web still runs with it open/));
  test('sign-up that the next start will open', () =>
    check('signUp', signUp('closed', 'open'), 'failed', /open again after the next Up/));
  test('sign-up of a web that does not run', () => {
    check('signUp', signUp(undefined, 'closed'), 'unknown', /does not run; its files close it/);
    check('signUp', signUp(undefined, undefined), 'unknown', /^web does not run$/);
    check('signUp', signUp(undefined, 'open'), 'open', /does not run; its files leave it open/);
  });
  test('sign-up through a provider alone', () =>
    check('signUp', signUp('provider', 'provider'), 'unknown', /provider/));
  test('files that do not load take no tick back', () =>
    check('signUp', signUp('closed', undefined), 'done'));
});
