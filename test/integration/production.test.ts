import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Plan } from '../../src/core/stack/plan';
import { NO_FACTS } from '../../src/core/stack/plan';
import { planDown } from '../../src/core/stack/plans/down';
import { isProduction } from '../../src/ui/production';
import { askOnce } from '../../src/ui/showPlan';
import { Stacks } from '../../src/ui/stacks';
import { keptPlans } from './keptPlans';
import { replace, restoreAll } from './replace';

suite('a stack in production', () => {
  const settings = () => vscode.workspace.getConfiguration('langfuseStack');
  const mark = (names: unknown): Thenable<void> =>
    settings().update('production.projects', names, vscode.ConfigurationTarget.Global);
  let plan: Plan;
  const { plans } = keptPlans();
  let asked: vscode.InputBoxOptions[];
  let typed: string | undefined;

  suiteSetup(async () => {
    const get = (): undefined => undefined;
    const stacks = new Stacks({ get, keys: () => [], update: () => Promise.resolve() });
    plan = planDown((await stacks.loadActive()).project, NO_FACTS);
    stacks.dispose();
  });
  setup(() => {
    asked = [];
    typed = undefined;
    replace(vscode.window, 'showInformationMessage', () => Promise.resolve('Run'));
    replace(vscode.window, 'showInputBox', (options: vscode.InputBoxOptions) => {
      asked.push(options);
      return Promise.resolve(typed);
    });
  });
  teardown(async () => {
    restoreAll();
    await mark(undefined);
  });

  test('is what the setting names, and nothing when the setting is no list', async () => {
    assert.equal(isProduction('ai-gateway'), false);
    await mark(['ai-gateway']);
    assert.deepEqual([isProduction('ai-gateway'), isProduction('ai')], [true, false]);
    await mark('ai-gateway');
    assert.equal(isProduction('ai-gateway'), false);
  });

  test('has its name typed before a plan runs that loses nothing', async () => {
    await mark(['ai-gateway']);
    assert.equal(await askOnce(plan, { plans }), false);
    typed = 'ai-gateway';
    assert.equal(await askOnce(plan, { plans }), true);
    const [first] = asked;
    assert.equal(await first?.validateInput?.('ai-gateway'), undefined);
    assert.equal(await first?.validateInput?.('another'), 'Type ai-gateway, or press Escape.');
  });

  test('other stacks are asked about once', async () => {
    assert.equal(await askOnce(plan, { plans }), true);
    assert.deepEqual(asked, []);
  });
});
