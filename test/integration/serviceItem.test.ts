import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { Container } from '../../src/core/stack/container';
import { foldServices } from '../../src/core/stack/serviceState';
import type { ServiceState } from '../../src/core/stack/serviceState';
import { serviceItem } from '../../src/ui/serviceItem';
import { serviceTooltip } from '../../src/ui/tree/serviceTooltip';
import { container, project, service } from '../unit/support/builders';

const hostile = '](command:workbench.action.quit) <img src=x> **bold**';

function rowOf(more: Partial<Container>): ServiceState {
  const stack = project([service('web', 'langfuse/langfuse:3')]);
  return foldServices(stack, [container('web', { image: 'langfuse/langfuse:3', ...more })])[0]!;
}

function itemOf(more: Partial<Container>): vscode.TreeItem {
  return serviceItem(rowOf(more), undefined, 'stack');
}

suite('serviceItem', () => {
  test('texts of others are shown as they are, and do nothing', () => {
    const health = { status: 'unhealthy', failingStreak: 9, lastExitCode: 1, lastOutput: hostile } as const;
    const row = rowOf({ name: hostile, image: hostile, health });
    const tooltip = serviceTooltip(row, { lastLogLine: hostile, digest: hostile });
    assert.ok(!tooltip.isTrusted);
    assert.ok(!tooltip.supportHtml);
    assert.ok(!tooltip.value.includes('](command'), tooltip.value);
    assert.ok(!/(?<!\\)</.test(tooltip.value), tooltip.value);
    assert.ok(!tooltip.value.includes('**bold**'), tooltip.value);
  });

  test('a failing healthcheck is told in full, line by line', () => {
    const health = {
      status: 'unhealthy',
      failingStreak: 9,
      lastExitCode: 1,
      lastOutput: 'one\n\ntwo',
    } as const;
    assert.match(serviceTooltip(rowOf({ health }), {}).value, /prints\*\* {3}\none {2}\ntwo/);
  });

  test('the identity of a row does not depend on its state', () =>
    assert.equal(itemOf({}).id, itemOf({ status: 'dead' }).id));

  test('a screen reader says the state', () =>
    assert.equal(itemOf({ status: 'paused' }).accessibilityInformation?.label, 'web: paused'));

  test('menus know the role, whether there is a container, and what may be done about it', () => {
    assert.equal(itemOf({}).contextValue, 'service web created running stoppable recreatable');
    assert.equal(itemOf({ status: 'exited' }).contextValue, 'service web created startable recreatable');
  });

  test('healthy with failing healthchecks does not look like healthy', () => {
    const health = { status: 'healthy', failingStreak: 0, lastExitCode: 0, lastOutput: '' } as const;
    const shaky = { ...health, failingStreak: 2, lastExitCode: 1 };
    assert.notDeepEqual(itemOf({ health }).iconPath, itemOf({ health: shaky }).iconPath);
  });
});
