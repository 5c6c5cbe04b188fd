import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Container } from '../../src/core/stack/container';
import { foldServices } from '../../src/core/stack/serviceState';
import { serviceItem } from '../../src/ui/serviceItem';
import { container, project, service } from '../unit/support/builders';

const hostile = '](command:workbench.action.quit) <img src=x> **bold**';

function itemOf(more: Partial<Container>): vscode.TreeItem {
  const stack = project([service('web', 'langfuse/langfuse:3')]);
  const [row] = foldServices(stack, [container('web', more)]);
  return serviceItem(row!, undefined, stack.name);
}

function tooltipOf(item: vscode.TreeItem): vscode.MarkdownString {
  assert.ok(item.tooltip instanceof vscode.MarkdownString);
  return item.tooltip;
}

suite('serviceItem', () => {
  test('texts of others are shown as they are, and do nothing', () => {
    const health = { status: 'unhealthy', failingStreak: 9, lastExitCode: 1, lastOutput: hostile } as const;
    const tooltip = tooltipOf(itemOf({ name: hostile, image: hostile, health }));
    assert.ok(!tooltip.isTrusted);
    assert.ok(!tooltip.supportHtml);
    assert.ok(!tooltip.value.includes('](command'), tooltip.value);
    assert.ok(!/(?<!\\)</.test(tooltip.value), tooltip.value);
    assert.ok(!tooltip.value.includes('**bold**'), tooltip.value);
  });

  test('the identity of a row does not depend on its state', () =>
    assert.equal(itemOf({}).id, itemOf({ status: 'dead' }).id));

  test('a screen reader says the state', () =>
    assert.equal(itemOf({ status: 'paused' }).accessibilityInformation?.label, 'web: paused'));

  test('menus know the role, whether there is a container, and whether it runs', () => {
    assert.equal(itemOf({}).contextValue, 'service web created running');
    assert.equal(itemOf({ status: 'exited' }).contextValue, 'service web created');
  });

  test('healthy with failing healthchecks does not look like healthy', () => {
    const health = { status: 'healthy', failingStreak: 0, lastExitCode: 0, lastOutput: '' } as const;
    const shaky = { ...health, failingStreak: 2, lastExitCode: 1 };
    assert.notDeepEqual(itemOf({ health }).iconPath, itemOf({ health: shaky }).iconPath);
  });
});
