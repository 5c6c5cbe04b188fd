import assert from 'node:assert/strict';
import { checkStack } from '../../src/core/check';
import { formatReport, toReportEntries } from '../../src/core/report';
import { rules as everyRule } from '../../src/core/rules/all';
import { loadProblems } from '../../src/core/rules/loadProblems';
import { resolveFiles, sample } from '../unit/support/resolve';
import { sarifErrors } from './sarifSchema';

suite('SARIF', () => {
  test('is what its schema asks for, whatever the findings', () => {
    const compose = sample('compose.yaml').replace(
      'services:',
      'services:\n  "a b": {image: "x:${A", oops: 1}',
    );
    const project = resolveFiles(compose, 'A B=1\nC="é\nD=1\nD=2\n');
    const texts = new Map([
      ['compose.yaml', compose],
      ['.env', 'A B=1\nC="é\nD=1\nD=2\n'],
    ]);
    const found = { project, texts };
    const report = formatReport(toReportEntries(checkStack(found), found, 'a%b'), 'sarif', [
      ...everyRule,
      ...loadProblems,
    ]);
    assert.ok((JSON.parse(report) as { runs: { results: unknown[] }[] }).runs[0]!.results.length > 5);
    assert.deepEqual(sarifErrors(report), []);
    assert.deepEqual(sarifErrors(formatReport([], 'sarif', everyRule)), []);
    assert.notDeepEqual(sarifErrors(report.replace('"level"', '"lvl"')), []);
  });
});
