import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { Cause } from '../../src/core/stack/cause';
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

  test('the cause is told with what to do and with the line that gave it away, as text', () => {
    const given = container('web', { status: 'restarting', exitCode: 1 });
    const cause: Cause = {
      id: 'clickhouse/password',
      weight: 'lasting',
      brief: 'ClickHouse refuses the password',
      explanation: 'web and clickhouse differ.',
      remedy: 'Run Up.',
      evidence: { source: 'log', text: `code: 516 ${hostile}` },
    };
    const stack = project([service('web', 'langfuse/langfuse:3')]);
    const [row] = foldServices(stack, [given], new Map([[given.id, cause]]));
    const { value } = serviceTooltip(row!, { lastLogLine: 'Exiting...' });
    assert.match(value, /\*\*Cause\*\* web and clickhouse differ\\\. {2}\n\*\*What to do\*\* Run Up\\\./);
    assert.match(value, /\*\*It says\*\* code\\: 516/);
    assert.ok(!value.includes('Exiting'), 'the last line says less');
    assert.ok(!value.includes('](command'), value);
  });

  test('what starts and never will be well does not spin', () => {
    const health = { status: 'starting', failingStreak: 0, lastExitCode: 1, lastOutput: '' } as const;
    const row = rowOf({ health });
    const lasting = {
      id: '',
      weight: 'lasting',
      brief: 'x',
      explanation: '',
      remedy: '',
      evidence: undefined,
    } as const;
    const iconOf = (of: ServiceState) =>
      (serviceItem(of, undefined, 'stack').iconPath as vscode.ThemeIcon).id;
    assert.equal(iconOf(row), 'loading~spin');
    assert.equal(iconOf({ ...row, cause: lasting }), 'warning');
    assert.equal(iconOf({ ...row, cause: { ...lasting, weight: 'passing' } }), 'loading~spin');
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
