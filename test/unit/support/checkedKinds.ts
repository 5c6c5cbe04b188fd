import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Context, Suite, Test } from 'mocha';
import { rules } from '../../../src/core/rules/all';
import { loadProblems } from '../../../src/core/rules/loadProblems';

/** What tests have shown of a code: it is found, what comes near is not, and what is offered resolves it. */
export type CheckedKind = 'fires' | 'nearly' | 'fixed' | 'fixOffered' | 'cureOffered';

const kindsByCode = new Map<string, Set<CheckedKind>>();

export function noteKind(code: string, kind: CheckedKind): void {
  kindsByCode.set(code, (kindsByCode.get(code) ?? new Set()).add(kind));
}

const UNIT_TESTS = join(__dirname, '..');

/** Mocha loads this file: once every unit test has passed, each code must have been shown in each way. */
export const mochaHooks = {
  afterAll(this: Context): void {
    const root = this.test?.parent;
    const tests = root === undefined ? [] : testsOf(root);
    const files = readdirSync(UNIT_TESTS, { recursive: true, encoding: 'utf8' });
    const isWholeRun =
      new Set(tests.map(({ file }) => file)).size ===
      files.filter((file) => file.endsWith('.test.ts')).length;
    if (!isWholeRun || !tests.every(({ state }) => state === 'passed')) return;
    assert.deepEqual([...rules, ...loadProblems].flatMap(lackOf), []);
  },
};

function lackOf({ code, withoutFix }: { readonly code: string; readonly withoutFix?: string }): string[] {
  const kinds = kindsByCode.get(code) ?? new Set<CheckedKind>();
  const isOffered = kinds.has('fixOffered') || kinds.has('cureOffered');
  const isResolved = kinds.has('fixed') || (kinds.has('cureOffered') && !kinds.has('fixOffered'));
  return [
    kinds.has('fires') ? '' : `No test finds ${code}.`,
    kinds.has('nearly') ? '' : `No test shows what comes near ${code} and is in order.`,
    withoutFix === undefined && !isResolved ? `No test resolves ${code}, and it does not say why not.` : '',
    withoutFix !== undefined && isOffered ? `${code} says that it has no fix, and has one.` : '',
  ].filter((lack) => lack !== '');
}

function testsOf({ tests, suites }: Suite): readonly Test[] {
  return [...tests, ...suites.flatMap(testsOf)];
}
