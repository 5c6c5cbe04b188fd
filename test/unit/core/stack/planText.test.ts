import assert from 'node:assert/strict';
import type { Plan } from '../../../../src/core/stack/plan';
import { formatBytes, planAsMarkdown, planAsShell, planAsText } from '../../../../src/core/stack/planText';

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
  lost: [{ what: 'Traces', volume: 'v', sizeBytes: 1_500_000 }],
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
        '  Traces (volume v, 1.5 MB)',
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
    assert.ok(page.includes('**Traces \\(volume v\\, 1\\.5 MB\\)**'));
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
