import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { secretsCommand } from '../../src/cli/secrets';
import type { SampleCopy } from '../e2e/sampleCopy';
import { copySample } from '../e2e/sampleCopy';
import { createTemporaryFolder } from '../host/temporaryFolder';
import type { TemporaryFolder } from '../host/temporaryFolder';
import { BreakableStack } from '../stack/breaks';
import { removeProject } from '../stack/removeProject';
import { AskedDoctor } from './askedDoctor';
import { scenarios } from './scenarios';

const PROJECT = 'doctor';
const STORES = ['clickhouse', 'postgres', 'redis', 'minio'];

/**
 * A real stack, broken from outside; the command line is asked what it suffers from. The breaks that a row of the tree
 * shows by itself are asked for where they are made for that, in the browser.
 */
suite('the doctor', function () {
  this.timeout(180_000);
  let sample: SampleCopy;
  let scratch: TemporaryFolder;
  let stack: BreakableStack;
  let doctor: AskedDoctor;

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
        // Everything is brought up again after each break. Shorter ones would keep a core busy.
        .replace(/interval: 5s/g, 'interval: 2s')
        .replace(/retries: \d+/g, 'retries: 60'),
    );
    const silent = { stdout: () => undefined, stderr: (words: string) => assert.fail(words) };
    const { signal } = new AbortController();
    await secretsCommand.run(['--write', sample.folder], { ...silent, environment: process.env, signal });
    doctor = new AskedDoctor(sample.folder);
    stack = new BreakableStack(sample.folder, PROJECT, scratch.path);
    await stack.up();
  });

  suiteTeardown(async () => {
    doctor.printTable();
    await removeProject(PROJECT);
    await Promise.all([sample.remove(), scratch.remove()]);
  });

  test('says of a healthy stack that it is', () => doctor.findsHealthy());

  for (const { name, expected, breakIt, repair } of scenarios) {
    test(name, async () => {
      const repairs: (() => Promise<void>)[] = [];
      try {
        await breakIt(stack, (each) => repairs.push(each));
        await doctor.finds(name, expected);
      } finally {
        for (const each of repairs) await each();
        await repair?.(stack);
        await stack.up();
      }
    });
  }

  test('is healthy again after all that', () => doctor.findsHealthy());

  test('survives that each store is killed meanwhile', async () => {
    for (const service of STORES) {
      const [diagnosis] = await Promise.all([doctor.examine(), stack.container(['kill'], service)]);
      assert.ok(Array.isArray(diagnosis.causes), service);
    }
    assert.notEqual((await doctor.examine()).outcome, 'healthy');
  });
});
