import assert from 'node:assert/strict';
import { NO_FACTS } from '../../../../src/core/stack/plan';
import type { PlanFacts } from '../../../../src/core/stack/plan';
import { makePlan } from '../../../../src/core/stack/plans/makePlan';
import type { Wish } from '../../../../src/core/stack/plans/makePlan';
import { container } from '../../support/builders';
import { resolveFiles } from '../../support/resolve';

suite('what stands in the way of a plan', () => {
  const stack = resolveFiles(
    `services:
  web: { image: "langfuse/langfuse:3", ports: ["3000:3000"] }
  clickhouse: { image: "clickhouse/clickhouse-server:24.8", volumes: ["data:/var/lib/clickhouse"] }
volumes: { data: }`,
  );
  const refusals = (wish: Wish, facts: Partial<PlanFacts>) =>
    makePlan(wish, stack, { ...NO_FACTS, ...facts }).refusals.join();
  const warnings = (wish: Wish, facts: Partial<PlanFacts>) =>
    makePlan(wish, stack, { ...NO_FACTS, ...facts }).warnings.join();

  test('a port that another project has', () => {
    const facts = { containers: [], takenPorts: new Map([[3000, 'other-web-1']]) };
    const text = /^Port 3000, which web publishes, is taken by container "other-web-1"\./;
    assert.match(refusals({ operation: 'up' }, facts), text);
    assert.match(refusals({ operation: 'start', service: 'web' }, facts), text);
    assert.equal(refusals({ operation: 'start', service: 'clickhouse' }, facts), '');
    assert.equal(refusals({ operation: 'up' }, { ...facts, containers: [container('web')] }), '');
  });

  test('a migration that would be interrupted', () => {
    const ports = [{ hostIp: '0.0.0.0', published: 3000, target: 3000, protocol: 'tcp' }];
    const edited = { containers: [container('web', { image: 'langfuse/langfuse:2' })], migrating: ['web'] };
    const same = {
      containers: [container('web', { image: 'langfuse/langfuse:3', ports })],
      migrating: ['web'],
    };
    const text = /^web migrates a database right now; .* Wait until it is well/;
    assert.match(refusals({ operation: 'reset' }, same), text);
    assert.match(refusals({ operation: 'recreate', service: 'web' }, same), text);
    assert.match(refusals({ operation: 'up' }, edited), text);
    assert.equal(refusals({ operation: 'up' }, same), '');
    assert.equal(refusals({ operation: 'recreate', service: 'clickhouse' }, same), '');
  });

  test('what the check finds, wherever the files are applied', () => {
    const objections = { errors: [], warnings: 1 };
    const facts = { ...NO_FACTS, objections };
    const tells = (wish: Wish) => makePlan(wish, stack, facts).objections === objections;
    const service = 'web';
    for (const operation of ['up', 'reset'] as const) assert.ok(tells({ operation }), operation);
    for (const operation of ['start', 'recreate'] as const) assert.ok(tells({ operation, service }));
    for (const operation of ['down', 'pull'] as const) assert.ok(!tells({ operation }), operation);
    assert.ok(!tells({ operation: 'stop', service }));
  });

  test('is only told where stopping may be what is wanted', () => {
    const facts = { containers: [container('web')], migrating: ['web'] };
    for (const wish of [{ operation: 'down' }, { operation: 'stop', service: 'web' }] as const) {
      assert.match(warnings(wish, facts), /^web migrates a database right now/);
      assert.equal(refusals(wish, facts), '');
    }
    assert.equal(warnings({ operation: 'stop', service: 'clickhouse' }, facts), '');
  });
});
