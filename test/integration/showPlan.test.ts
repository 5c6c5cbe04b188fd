import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { NO_FACTS } from '../../src/core/stack/plan';
import type { Plan } from '../../src/core/stack/plan';
import { planAsShell } from '../../src/core/stack/planText';
import { planUp } from '../../src/core/stack/plans/up';
import type { PlanView } from '../../src/ui/planView';
import { askOnce } from '../../src/ui/showPlan';
import { project, service } from '../unit/support/builders';
import { keptPlans } from './keptPlans';
import { replace, restoreAll } from './replace';

const SHORT: Plan = planUp(project([service('app', 'app:1')]), NO_FACTS);
const LONG: Plan = {
  ...SHORT,
  warnings: Array<string>(20).fill('Something that takes two lines to be said. '.repeat(2)),
};

suite('a question about a plan', () => {
  let plans: PlanView;
  let shown: readonly Plan[];
  /** The buttons of the dialog. */
  let offered: unknown[];
  let pressed: string;
  /** What is chosen beside the plan. */
  let chosen: string | undefined;

  setup(() => {
    ({ shown, plans } = keptPlans());
    chosen = undefined;
    replace(vscode.window, 'showInformationMessage', (_: string, __: unknown, ...titles: unknown[]) => {
      offered = titles;
      return Promise.resolve(pressed);
    });
    replace(vscode.window, 'showQuickPick', (choices: readonly string[]) => {
      assert.equal(shown.length, 1);
      return Promise.resolve(choices.find((choice) => choice === chosen));
    });
  });
  teardown(restoreAll);

  test('is one, where the plan fits', async () => {
    pressed = 'Run';
    assert.equal(await askOnce(SHORT, { plans }), true);
    assert.deepEqual([offered, shown], [['Run', 'Copy as Shell Commands'], []]);
  });

  test('does not let a long plan run before it was shown, and asks again beside it', async () => {
    pressed = 'Show Plan';
    chosen = 'Run';
    assert.equal(await askOnce(LONG, { plans }), true);
    assert.deepEqual([offered, shown], [['Show Plan', 'Copy as Shell Commands'], [LONG]]);
  });

  test('leaves everything as it is when nothing is chosen there, or the plan is copied', async () => {
    pressed = 'Show Plan';
    assert.equal(await askOnce(LONG, { plans }), false);
    ({ shown, plans } = keptPlans());
    chosen = 'Copy as Shell Commands';
    assert.equal(await askOnce(LONG, { plans }), false);
    assert.equal(await vscode.env.clipboard.readText(), planAsShell(LONG));
  });
});
