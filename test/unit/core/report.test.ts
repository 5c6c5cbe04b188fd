import assert from 'node:assert/strict';
import type { Diagnostic } from '../../../src/core/diagnostic';
import { formatReport, isAtLeast, toReportEntries } from '../../../src/core/report';
import { resolveFiles } from '../support/resolve';

suite('report', () => {
  const files = { 'compose.yaml': 'services: {}\n', '.env': 'A=1\n😀B=100%,x:y\n' };
  const stack = {
    project: resolveFiles(files['compose.yaml'], files['.env']),
    texts: new Map(Object.entries(files)),
  };
  const diagnostic = (more: Partial<Diagnostic> = {}): Diagnostic => ({
    path: '.env',
    span: { start: 6, end: 7 },
    code: 'env/duplicate-key',
    severity: 'warning',
    message: 'B is 100% wrong: fix, or\nremove it.',
    fixes: [{ title: 'Remove it', edits: [] }],
    ...more,
  });
  const rules = [{ code: 'env/duplicate-key', summary: 'A variable is set twice.' }];

  test('counts lines and columns from 1, in UTF-16 units', () => {
    const [entry] = toReportEntries([diagnostic()], stack);
    assert.deepEqual([entry?.line, entry?.column, entry?.endLine, entry?.endColumn], [2, 3, 2, 4]);
  });
  test('puts the folder before the path', () => {
    assert.equal(toReportEntries([diagnostic()], stack, 'stacks/a')[0]?.path, 'stacks/a/.env');
  });
  test('leaves an absolute path as it is', () => {
    const [entry] = toReportEntries([diagnostic({ path: '/elsewhere/.env' })], stack, 'stacks/a');
    assert.equal(entry?.path, '/elsewhere/.env');
  });
  test('json holds the fields of the contract, and of a fix its title alone', () => {
    const report: unknown = JSON.parse(formatReport(toReportEntries([diagnostic()], stack), 'json', rules));
    assert.deepEqual(report, {
      diagnostics: [
        {
          path: '.env',
          line: 2,
          column: 3,
          endLine: 2,
          endColumn: 4,
          code: 'env/duplicate-key',
          severity: 'warning',
          message: 'B is 100% wrong: fix, or\nremove it.',
          fixes: [{ title: 'Remove it' }],
        },
      ],
    });
  });
  test('text has one place a line and counts at the end', () => {
    const entries = toReportEntries(
      [diagnostic({ message: 'One.' }), diagnostic({ message: 'Two.', severity: 'error' })],
      stack,
    );
    assert.equal(
      formatReport(entries, 'text', rules),
      [
        '.env:2:3: warning: One. [env/duplicate-key]',
        '  2 | 😀B=100%,x:y',
        '    |  ^',
        '  fix: Remove it',
        '',
        '.env:2:3: error: Two. [env/duplicate-key]',
        '  2 | 😀B=100%,x:y',
        '    |  ^',
        '  fix: Remove it',
        '',
        '1 error, 1 warning',
        '',
      ].join('\n'),
    );
  });
  test('an annotation escapes what would end it', () => {
    assert.equal(
      formatReport(toReportEntries([diagnostic({ severity: 'info' })], stack, 'a,b:c'), 'github', rules),
      '::notice file=a%2Cb%3Ac/.env,line=2,endLine=2,col=3,endColumn=4,title=env/duplicate-key::B is 100%25 wrong: fix, or%0Aremove it.\n',
    );
  });
  test('an annotation over several lines has no columns', () => {
    const report = formatReport(
      toReportEntries([diagnostic({ span: { start: 0, end: 7 } })], stack),
      'github',
      rules,
    );
    assert.match(report, /^::warning file=\.env,line=1,endLine=2,title=/);
  });
  test('sarif names the rule and encodes the path', () => {
    const sarif = JSON.parse(
      formatReport(toReportEntries([diagnostic()], stack, 'my stack'), 'sarif', rules),
    ) as {
      runs: {
        tool: { driver: { rules: unknown[] } };
        results: { ruleIndex: number; level: string; locations: unknown[] }[];
      }[];
    };
    const run = sarif.runs[0]!;
    assert.deepEqual(run.tool.driver.rules, [
      { id: 'env/duplicate-key', shortDescription: { text: 'A variable is set twice.' } },
    ]);
    assert.equal(run.results[0]?.ruleIndex, 0);
    assert.equal(run.results[0].level, 'warning');
    assert.deepEqual(run.results[0].locations, [
      {
        physicalLocation: {
          artifactLocation: { uri: 'my%20stack/.env' },
          region: { startLine: 2, startColumn: 3, endLine: 2, endColumn: 4 },
        },
      },
    ]);
  });
  test('a threshold lets graver severities through', () => {
    assert.deepEqual(
      (['error', 'warning', 'info'] as const).map((severity) => isAtLeast(severity, 'warning')),
      [true, true, false],
    );
  });
});
