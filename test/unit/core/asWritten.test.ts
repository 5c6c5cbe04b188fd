import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic, Fix } from '../../../src/core/diagnostic';
import { mergeFixes } from '../../../src/core/mergeFixes';
import { createSecrets, planSecrets } from '../../../src/core/secrets/generate';
import type { Files } from '../support/checkRule';
import { applyFileEdits, checkFiles } from '../support/checkRule';
import { resolveFiles } from '../support/resolve';

const FOLDER = join(__dirname, '../../../samples/as-written');
const COMPOSE = 'docker-compose.yml';

/** What an operator who follows a runbook literally makes of it by taking what is offered. */
suite('samples/as-written', () => {
  const sample: Files = Object.fromEntries(
    readdirSync(FOLDER).map((file) => [file, readFileSync(join(FOLDER, file), 'utf8')]),
  );
  const apply = (files: Files, fixes: readonly Fix[]) => applyFileEdits(files, mergeFixes(fixes));

  /** Takes the first fix of one finding after the other, until none has any. */
  function clickThrough(
    files: Files,
    pick: (fixable: readonly Diagnostic[]) => Diagnostic | undefined,
  ): Files {
    let current = files;
    for (let clicks = 0; clicks < 60; clicks++) {
      const fixable = checkFiles(current).filter(({ fixes }) => fixes.length > 0);
      const fix = pick(fixable)?.fixes[0];
      if (fix === undefined) return current;
      current = apply(current, [fix]);
    }
    return assert.fail('The fixes do not come to an end.');
  }

  function withSecrets(files: Files): Files {
    const envText = files['.env'];
    const project = resolveFiles(files[COMPOSE] ?? '', envText ?? null);
    const input = { project, envText, templateText: undefined };
    let next = 0;
    const bytes = (count: number) => Uint8Array.from({ length: count }, () => next++ % 256);
    return { ...files, '.env': createSecrets(input, planSecrets(input), bytes) };
  }

  function assertReady(files: Files): void {
    const left = checkFiles(files);
    const told = left.map(({ code, message }) => `${code}: ${message}`);
    assert.ok(
      left.every(({ severity, fixes }) => severity !== 'error' && fixes.length === 0),
      told.join('\n'),
    );
    // The password of a mail server is nothing that anybody can make up.
    assert.deepEqual([...new Set(left.map(({ code }) => code))], ['langfuse/smtp-pair']);
    const { services } = resolveFiles(files[COMPOSE] ?? '', files['.env'] ?? null);
    assert.deepEqual([...services.keys()].sort(), [
      'clickhouse',
      'langfuse',
      'langfuse-worker',
      'minio',
      'postgres',
      'redis',
    ]);
    const web = services.get('langfuse');
    assert.match(web?.image?.value ?? '', /:3\.225\.4$/);
    assert.deepEqual(
      [...(web?.dependsOn ?? [])].map(([name, { condition }]) => `${name} ${condition}`).sort(),
      ['clickhouse', 'minio', 'postgres', 'redis'].map((name) => `${name} service_healthy`),
    );
    assert.equal(web?.ports[0]?.published, 3000);
  }

  test('every finding is of a code that the runbook earns', () => {
    const codes = new Set(checkFiles(sample).map(({ code }) => code));
    for (const code of [
      'clickhouse/access-management',
      'clickhouse/data-volume',
      'clickhouse/version',
      'compose/image-unpinned',
      'langfuse/encryption-key',
      'langfuse/init-value',
      'langfuse/missing-service',
      'langfuse/nextauth-url',
      'langfuse/no-restart',
      'langfuse/phantom-variable',
      'langfuse/required-missing',
      'langfuse/worker-image',
      'secrets/placeholder',
    ])
      assert.ok(codes.has(code), code);
  });
  test('leads from top to bottom to a stack that is ready', () => {
    assertReady(withSecrets(clickThrough(sample, (fixable) => fixable[0])));
  });
  test('leads there from bottom to top', () => {
    assertReady(withSecrets(clickThrough(sample, (fixable) => fixable.at(-1))));
  });
  test('leads there with the errors first', () => {
    const worstFirst = (fixable: readonly Diagnostic[]) =>
      fixable.find(({ severity }) => severity === 'error') ?? fixable[0];
    assertReady(withSecrets(clickThrough(sample, worstFirst)));
  });
  test('leads there with all preferred fixes at once, again and again, and the others after them', () => {
    const preferred = (files: Files) =>
      checkFiles(files).flatMap(({ fixes }) => fixes.find(({ isPreferred }) => isPreferred === true) ?? []);
    let files = sample;
    for (let rounds = 0; preferred(files).length > 0; rounds++) {
      assert.ok(rounds < 10, 'The preferred fixes do not come to an end.');
      files = apply(files, preferred(files));
    }
    assertReady(withSecrets(clickThrough(files, (fixable) => fixable[0])));
  });
});
