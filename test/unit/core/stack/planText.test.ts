import assert from 'node:assert/strict';
import type { Plan } from '../../../../src/core/stack/plan';
import {
  describeLoss,
  formatBytes,
  planAsMarkdown,
  planAsShell,
  planAsText,
} from '../../../../src/core/stack/planText';

const plan: Plan = {
  operation: 'reset',
  project: 'a_b',
  title: 'Empty ClickHouse of a_b',
  changes: [{ service: 'web', what: 'recreate', why: 'edited [x](command:y)' }],
  steps: [
    { kind: 'compose', args: ['stop', 'web'], title: 'Stop web', ifStopped: '' },
    { kind: 'remove-volume', volume: "it's", title: 'Remove [it](command:x)', ifStopped: '' },
    { kind: 'probe', layers: [1, 2], title: 'Probe', ifStopped: '' },
  ],
  lost: [{ what: 'Traces', volume: 'v', sizeBytes: 1_500_000, rows: [{ table: 'traces', rows: 12_345 }] }],
  survives: ['Postgres.'],
  warnings: [],
  refusals: [],
  confirmation: 'a_b',
};

suite('plan as text', () => {
  test('says what is lost before anything else, then the numbered steps and what survives', () => {
    assert.equal(
      planAsText(plan),
      [
        'Empty ClickHouse of a_b.',
        '',
        'Lost for good:',
        '  Traces (volume v, 1.5 MB, about 12 345 traces)',
        '',
        'Containers:',
        '  Recreate web: edited [x](command:y)',
        '',
        'Steps:',
        '  1. Stop web',
        '  2. Remove [it](command:x)',
        '  3. Probe',
        '',
        'Survives:',
        '  Postgres.',
        '',
      ].join('\n'),
    );
  });

  test('Markdown, too, begins with what is lost', () => {
    const page = planAsMarkdown(plan);
    assert.ok(page.indexOf('**Traces') < page.indexOf('1. Stop web'));
    assert.ok(page.includes('**Traces \\(volume v\\, 1\\.5 MB\\, about 12 345 traces\\)**'));
  });

  test('says what the check objects to: the first errors, and how much more there is', () => {
    const error = (line: number) => ({ path: 'compose.yaml', line, code: 'a/b', message: `No ${line}.` });
    const text = (errors: number, warnings: number) =>
      planAsText({
        ...plan,
        objections: { errors: Array.from({ length: errors }, (_, index) => error(index + 1)), warnings },
      });
    assert.match(
      text(1, 2),
      /\n\nWhat the check objects to:\n {2}compose\.yaml:1: No 1\.\n {2}and 2 warnings\n\nLost/,
    );
    assert.match(text(7, 1), /No 5\.\n {2}and 2 more errors and 1 warning\n\n/);
    assert.match(text(0, 1), /objects to:\n {2}1 warning\n\n/);
    assert.match(text(1, 0), /No 1\.\n\n/);
    const page = planAsMarkdown({ ...plan, objections: { errors: [error(3)], warnings: 0 } });
    assert.match(page, /^## What the check objects to\n\n- compose\\\.yaml\\:3\\: No 3\\\.$/m);
  });

  test('rows that are not known, or are none, are said to be', () => {
    const loss = { what: 'Data', volume: undefined, sizeBytes: undefined };
    assert.equal(describeLoss({ ...loss, rows: undefined }), 'Data');
    assert.equal(
      describeLoss({ ...loss, rows: { unseen: 'db does not run' } }),
      'Data (rows not counted: db does not run)',
    );
    assert.equal(describeLoss({ ...loss, rows: [{ table: 'traces', rows: 0 }] }), 'Data (no rows)');
    const rows = [1, 999, 1_000_000].map((count) => ({ table: 't', rows: count }));
    assert.equal(describeLoss({ ...loss, rows }), 'Data (about 1 t, 999 t and 1 000 000 t)');
  });

  test('what is saved is not called lost, and how it comes back is said', () => {
    const saving = { ...plan, lost: [], saved: plan.lost, restore: ['docker volume rm [x](y)'] };
    const text = planAsText(saving);
    assert.doesNotMatch(text, /Lost for good/);
    assert.match(text, /Removed after a copy is made:\n {2}Traces/);
    assert.match(text, /To bring the copy back:\n {2}docker volume rm/);
    assert.match(planAsMarkdown(saving), /## To bring the copy back\n\n {4}docker volume rm \[x\]\(y\)\n/);
  });

  test('Markdown holds no link that a name brought along', () => {
    assert.ok(planAsMarkdown(plan).includes('Remove \\[it\\]\\(command\\:x\\)'));
    assert.ok(planAsMarkdown(plan).includes('**a\\_b**'));
  });

  test('Markdown does not ask for a confirmation of what is refused', () => {
    const refused = planAsMarkdown({ ...plan, refusals: ['No.'] });
    assert.match(refused, /## Refused\n\n- No\\\./);
    assert.doesNotMatch(refused, /type the project's name/);
  });

  test('shell commands quote what a shell would act on', () => {
    assert.equal(
      planAsShell(plan),
      [
        'docker compose stop web',
        "docker volume rm 'it'\\''s'",
        'langfuse-stack probe --layers 1,2 .',
        '',
      ].join('\n'),
    );
  });

  test('sizes have the unit that suits', () => {
    assert.deepEqual([0, 999, 1000, 123_456, 3_900_000_000].map(formatBytes), [
      '0 B',
      '999 B',
      '1.0 kB',
      '123 kB',
      '3.9 GB',
    ]);
  });
});
