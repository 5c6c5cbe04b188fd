import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { main } from '../../src/cli/main';
import type { Diagnosis } from '../../src/core/doctor/diagnosis';
import type { SampleCopy } from '../e2e/sampleCopy';
import { copySample } from '../e2e/sampleCopy';
import { createTemporaryFolder } from '../host/temporaryFolder';
import type { TemporaryFolder } from '../host/temporaryFolder';
import { BreakableStack } from '../stack/breaks';
import { removeProject } from '../stack/removeProject';
import { scenarios } from './scenarios';

const PROJECT = 'doctor';
/** Until a restart loop shows, or a healthcheck has failed once. */
const PATIENCE_MS = 60_000;
const STORES = ['clickhouse', 'postgres', 'redis', 'minio'];

/** A real stack, broken from outside; the command line is asked what it suffers from. */
suite('the doctor', function () {
  this.timeout(180_000);
  let sample: SampleCopy;
  let scratch: TemporaryFolder;
  let stack: BreakableStack;
  let secrets: readonly string[];
  const table: { readonly scenario: string; readonly expected: string; readonly found: string }[] = [];

  suiteSetup(async () => {
    [sample, scratch] = await Promise.all([copySample('ai-gateway'), createTemporaryFolder('doctor')]);
    await removeProject(PROJECT);
    const file = join(sample.folder, 'compose.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text
        .replace(/^name: .*$/m, `name: ${PROJECT}`)
        // Another stack may have the ports, and must not take these volumes for its own.
        .replace(/'(?:127\.0\.0\.1:\d+|9090):(\d+)'/g, "'127.0.0.1::$1'")
        .replace(/\b(\w+_data)\b/g, 'doctor_$1')
        // Everything is brought up again after each break.
        .replace(/interval: \d+s/g, 'interval: 1s')
        .replace(/retries: \d+/g, 'retries: 60'),
    );
    await command('secrets', '--write', sample.folder);
    const env = await readFile(join(sample.folder, '.env'), 'utf8');
    secrets = [...env.matchAll(/^\w+=(?:"?)([^"\n]{16,})/gm)].map(([, value = '']) => value);
    assert.ok(secrets.length >= 8);
    stack = new BreakableStack(sample.folder, PROJECT, scratch.path);
    await stack.up();
  });

  suiteTeardown(async () => {
    const width = Math.max(...table.map(({ scenario }) => scenario.length));
    for (const { scenario, expected, found } of table)
      console.log(`    ${scenario.padEnd(width)}  expected ${expected.padEnd(28)} found ${found}`);
    await removeProject(PROJECT);
    await Promise.all([sample.remove(), scratch.remove()]);
  });

  async function command(...argv: readonly string[]): Promise<{ code: number; stdout: string }> {
    let stdout = '';
    let stderr = '';
    const code = await main(argv, {
      stdout: (text) => (stdout += text),
      stderr: (text) => (stderr += text),
      environment: process.env,
      signal: new AbortController().signal,
    });
    assert.equal(stderr, '');
    return { code, stdout };
  }

  async function examine(): Promise<Diagnosis> {
    const { code, stdout } = await command('doctor', '--format', 'json', sample.folder);
    for (const secret of secrets) assert.ok(!stdout.includes(secret), 'A secret is in the report.');
    const diagnosis = JSON.parse(stdout) as Diagnosis;
    assert.equal(code, diagnosis.outcome === 'healthy' ? 0 : 1);
    return diagnosis;
  }

  /** Looks until the first cause is the one, or nothing more can be expected. */
  async function firstCause(
    expected: string,
  ): Promise<{ readonly id: string; readonly diagnosis: Diagnosis }> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const diagnosis = await examine();
      const id = diagnosis.causes[0]?.id ?? diagnosis.outcome;
      if (id === expected || Date.now() > deadline) return { id, diagnosis };
      await delay(1000);
    }
  }

  async function healthy(): Promise<void> {
    const { diagnosis } = await firstCause('healthy');
    assert.deepEqual(diagnosis, { ...diagnosis, outcome: 'healthy', causes: [], unseen: [] });
  }

  test('says of a healthy stack that it is', healthy);

  for (const { name, expected, breakIt, repair } of scenarios) {
    test(name, async () => {
      const repairs: (() => Promise<void>)[] = [];
      try {
        await breakIt(stack, (each) => repairs.push(each));
        const { id, diagnosis } = await firstCause(expected);
        table.push({ scenario: name, expected, found: id });
        assert.equal(id, expected, JSON.stringify(diagnosis.causes, undefined, 2));
        assert.notEqual(diagnosis.causes[0]?.evidence.length, 0);
      } finally {
        for (const each of repairs) await each();
        await repair?.(stack);
        await stack.up();
      }
    });
  }

  test('is healthy again after all that', healthy);

  for (const service of STORES) {
    test(`survives that ${service} is killed meanwhile`, async () => {
      const [diagnosis] = await Promise.all([examine(), stack.container(['kill'], service)]);
      assert.ok(Array.isArray(diagnosis.causes));
      assert.notEqual((await examine()).outcome, 'healthy');
      await stack.up();
    });
  }
});
