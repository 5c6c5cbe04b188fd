import assert from 'node:assert/strict';
import { Secret } from '../../../../src/core/secret';
import type { Container } from '../../../../src/core/stack/container';
import { NO_FACTS } from '../../../../src/core/stack/plan';
import type { PlanFacts } from '../../../../src/core/stack/plan';
import type { PlannedEdit } from '../../../../src/core/stack/plannedEdit';
import { planSignUp } from '../../../../src/core/stack/plans/signUp';
import type { SignUpDraft } from '../../../../src/core/stack/plans/signUp';
import { container } from '../../support/builders';
import { resolveFiles } from '../../support/resolve';

const stack = (value: string, name = 'web') =>
  resolveFiles(
    `services: { ${name}: { image: "langfuse/langfuse:3", environment: { AUTH_DISABLE_SIGNUP: "${value}" } }, db: { image: "postgres:17" } }`,
  );
const web = (value: string, more: Partial<Container> = {}): Container =>
  container('web', {
    image: 'langfuse/langfuse:3',
    environment: new Map([['AUTH_DISABLE_SIGNUP', new Secret(value)]]),
    ...more,
  });
const edit: PlannedEdit = {
  path: '.env',
  line: 1,
  span: { start: 0, end: 5 },
  oldText: 'false',
  newText: 'true',
  services: ['web'],
};
const LOCK: SignUpDraft = { to: 'closed', edits: [edit], after: stack('true'), refusals: [], warnings: [] };
const MADE: SignUpDraft = { ...LOCK, edits: [] };
const UNLOCK: SignUpDraft = { ...LOCK, to: 'open', after: stack('false') };

suite('planSignUp', () => {
  const plan = (draft: SignUpDraft, facts: Partial<PlanFacts> = {}) =>
    planSignUp(stack(draft.to === 'closed' ? 'false' : 'true'), draft, {
      ...NO_FACTS,
      containers: [web(draft.to === 'closed' ? 'false' : 'true'), container('db', { image: 'postgres:17' })],
      accounts: { users: 1 },
      ...facts,
    });
  const steps = (...given: Parameters<typeof plan>) =>
    plan(...given).steps.map((step) => (step.kind === 'compose' ? step.args.join(' ') : step.kind));
  const RECREATE = 'up --detach --no-deps --force-recreate web';

  test('edits, replaces web alone, and waits; until then the files go back', () => {
    const { steps: all, changes, lost, refusals, confirmation } = plan(LOCK);
    assert.deepEqual([lost, refusals, confirmation], [[], [], undefined]);
    assert.deepEqual(steps(LOCK), ['edit-files', RECREATE, 'wait-healthy']);
    assert.deepEqual(
      all.map(({ undoesEdits }) => undoesEdits),
      [true, true, undefined],
    );
    assert.deepEqual(changes, [
      { service: 'web', what: 'recreate', why: 'edited since: AUTH_DISABLE_SIGNUP' },
    ]);
  });

  test('edits alone where no container runs with anything else', () => {
    assert.deepEqual(steps(LOCK, { containers: [web('true')] }), ['edit-files']);
    assert.deepEqual(steps(LOCK, { containers: [web('false', { status: 'exited' })] }), ['edit-files']);
    assert.deepEqual(steps(LOCK, { containers: [] }), ['edit-files']);
  });

  test('replaces alone where the files are as wanted, also of a web that keeps crashing', () => {
    assert.deepEqual(steps(MADE), [RECREATE, 'wait-healthy']);
    const crashing = web('yes', { status: 'restarting' });
    assert.deepEqual(steps(MADE, { containers: [crashing] }), [RECREATE, 'wait-healthy']);
  });

  test('fetches an image that is gone before anything is touched', () => {
    const missingImages = new Set(['langfuse/langfuse:3']);
    assert.equal(steps(LOCK, { missingImages })[1], 'pull --ignore-buildable web');
  });

  const refuses = (name: string, draft: SignUpDraft, facts: Partial<PlanFacts>, expected: RegExp) =>
    test(`refuses ${name}`, () => {
      const refused = plan(draft, facts);
      assert.match(refused.refusals.join('\n'), expected);
      assert.deepEqual([refused.steps, refused.warnings], [[], []]);
    });

  refuses('to lock while nobody has an account', LOCK, { accounts: { users: 0 } }, /^Nobody has an account/);
  refuses('what is so already', MADE, { containers: [web('true')] }, /^Sign-up of \w+ is closed already/);
  refuses('what the files do not allow', { ...LOCK, refusals: ['Not so.'] }, {}, /^Not so\.$/);
  refuses(
    'while web migrates a database',
    LOCK,
    { migrating: ['web'] },
    /^web migrates a database right now/,
  );

  test('a stack without web has no sign-up', () => {
    const other = resolveFiles('services: { db: { image: "postgres:17" } }');
    const { refusals } = planSignUp(other, { ...MADE, after: other }, NO_FACTS);
    assert.deepEqual(refusals, ['No service of this stack runs the image langfuse/langfuse.']);
  });

  test('an unlock needs no account, and says who can come in', () => {
    const given = plan(UNLOCK, { accounts: { users: 0 } });
    assert.deepEqual(given.refusals, []);
    assert.match(given.warnings.join('\n'), /^Everybody who reaches Langfuse can make an account/);
  });

  test('a lock says what it means, and what was not seen of the accounts', () => {
    const warned = (accounts: PlanFacts['accounts']) => plan(LOCK, { accounts }).warnings.slice(1).join();
    assert.match(plan(LOCK).warnings.join(), /^Nobody can make an account any more/);
    assert.equal(warned({ users: 1 }), '');
    assert.match(
      warned({ unseen: 'db does not run.' }),
      /^Whether anybody has an account was not seen\. db does/,
    );
    assert.match(warned(undefined), /was not seen\. Without one, nobody can sign in afterwards\.$/);
  });

  test('what cannot be seen is taken for something that runs', () =>
    assert.deepEqual(steps(LOCK, { containers: undefined }), ['edit-files', RECREATE, 'wait-healthy']));
});
