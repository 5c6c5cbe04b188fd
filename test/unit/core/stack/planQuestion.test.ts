import assert from 'node:assert/strict';
import type { Plan } from '../../../../src/core/stack/plan';
import { questionAbout } from '../../../../src/core/stack/planQuestion';

const plan: Plan = {
  operation: 'upgrade',
  project: 'stack',
  title: 'Upgrade Langfuse of stack to 4.16.0',
  changes: [
    { service: 'worker', what: 'recreate', why: 'edited since: image' },
    { service: 'db', what: 'start', why: 'it is exited' },
    { service: 'web', what: 'recreate', why: 'edited since: image' },
  ],
  steps: [
    {
      kind: 'edit-files',
      edits: [2, 9].map((line) => ({
        path: 'compose.yaml',
        line,
        span: { start: line, end: line + 1 },
        oldText: '3',
        newText: '4.16.0',
        services: ['web'],
      })),
      retry: 'Upgrade',
      title: 'Write 4.16.0 into compose.yaml',
      ifStopped: '',
    },
    { kind: 'compose', args: ['up', '--detach'], title: 'Replace the containers', ifStopped: '' },
  ],
  lost: [],
  survives: ['The data.'],
  warnings: [],
  refusals: [],
  confirmation: undefined,
};
const LONG = 'Something that has to be known before and takes more than one line to be said.';

suite('questionAbout', () => {
  test('is the whole plan where that fits a dialog', () => {
    assert.deepEqual(questionAbout({ ...plan, warnings: ['Mind this.'] }), {
      detail: `Mind this.

Edit compose.yaml:2: 3 → 4.16.0 (web).
Edit compose.yaml:9: 3 → 4.16.0 (web).

Recreate worker: edited since: image.
Start db: it is exited.
Recreate web: edited since: image.

1. Write 4.16.0 into compose.yaml.
2. Replace the containers.

Stays: The data.`,
      isWhole: true,
    });
  });

  test('is a summary where it does not, and says that there is more', () => {
    const error = { path: 'a', line: 1, code: 'a/b', message: LONG };
    const objections = { errors: [error, error], warnings: 3 };
    const warnings = Array<string>(9).fill(LONG);
    assert.deepEqual(questionAbout({ ...plan, objections, warnings }), {
      detail: `The check objects to:
a:1: ${LONG}

1 more error in the plan.

${LONG}

8 more cautions in the plan.

Edit compose.yaml.
Start db.
Recreate worker and web.

2 steps. Read the plan, and run it from there.`,
      isWhole: false,
    });
  });

  test('counts lines as they are broken, not as they are written', () => {
    const inLines = (count: number) => questionAbout({ ...plan, warnings: [LONG.repeat(count)] }).isWhole;
    assert.deepEqual([inLines(2), inLines(12)], [true, false]);
  });

  test('the summary of any plan fits a dialog', () => {
    const { detail, isWhole } = questionAbout({ ...plan, warnings: Array<string>(50).fill(LONG) });
    assert.equal(isWhole, false);
    assert.ok(detail.split('\n').length < 15);
  });
});
