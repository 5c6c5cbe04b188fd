import assert from 'node:assert/strict';
import { removeProject } from '../../stack/removeProject';
import { eachNeedsTheLast } from '../eachNeedsTheLast';
import type { SampleCopy } from '../sampleCopy';
import { copySample } from '../sampleCopy';
import type { Workbench } from '../workbench';
import { openWorkbench } from '../workbench';

const PROJECT = 'as-written';
const SERVICES = ['clickhouse', 'langfuse', 'langfuse-worker', 'postgres', 'redis', 'minio'];
/** A first start migrates two databases. */
const START_MS = 300_000;
const CREATE_SECRETS = 'Create Secrets';

/** Whether an action repairs a file: it neither runs a command nor looks away. */
const isRepair = (title: string): boolean => title !== CREATE_SECRETS && !title.startsWith('Ignore ');

/** A stack that follows a runbook to the letter, as an operator repairs it with nothing but what the editor offers. */
suite('the runbook as written, repaired by quick fixes and Create Secrets', function () {
  this.timeout(START_MS + 60_000);
  eachNeedsTheLast();
  let sample: SampleCopy;
  let workbench: Workbench;

  suiteSetup(async () => {
    sample = await copySample('as-written');
    await removeProject(PROJECT);
    workbench = await openWorkbench({ folder: sample.folder });
  });

  suiteTeardown(async () => {
    await workbench.close();
    await removeProject(PROJECT);
    await sample.remove();
  });

  /** Goes from problem to problem of the open file and takes the first fix of each, until none has any. */
  async function takeEveryFix(): Promise<void> {
    let inVain = 0;
    for (;;) {
      const fix = await workbench.applyFirstFix(isRepair);
      if (fix !== undefined) inVain = 0;
      else if ((await workbench.nextProblem()) < inVain++) return;
    }
  }

  test('the files open with errors', async () => {
    await workbench.openStackView();
    await workbench.openFile('docker-compose.yml');
    await workbench.waitUntil('the errors', async () => (await workbench.problemCounts()).errors > 5);
  });

  test('quick fixes leave errors about secrets alone', async () => {
    await workbench.openFile('.env');
    await takeEveryFix();
    await workbench.openFile('docker-compose.yml');
    await workbench.runCommand('Fix All');
    await takeEveryFix();
    await workbench.runCommand('File: Save All Files');
    const errors = (await workbench.problems()).filter(({ severity }) => severity === 'Error');
    assert.ok(errors.length > 0, 'Nothing is left for Create Secrets.');
    for (const { message } of errors) assert.match(message, /^[A-Z_]+ has no value|gets an empty [A-Z_]+/);
  });

  test('Create Secrets leaves what only the operator knows', async () => {
    await workbench.runCommand(`Langfuse Stack: ${CREATE_SECRETS}`);
    await workbench.notification('Created');
    await workbench.waitUntil('no error', async () => (await workbench.problemCounts()).errors === 0);
    const left = (await workbench.problems()).filter(({ severity }) => severity !== 'Info');
    for (const { message } of left) assert.match(message, /mail server/);
    await workbench.clearNotifications();
  });

  test('Up turns every service well', async () => {
    await workbench.runCommand('Langfuse Stack: Up');
    await workbench.notification(`${PROJECT} is up`, START_MS);
    const rows = await workbench.services.waitForRows(
      'every service well',
      (seen) => seen.every(({ description }) => /^(?:healthy|running)/.test(description)),
      START_MS,
    );
    assert.deepEqual(rows.map(({ label }) => label).sort(), [...SERVICES].sort());
    await workbench.clearNotifications();
  });

  test('Probe passes, with a trace that was written and read again', async () => {
    await workbench.runCommand('Langfuse Stack: Probe');
    const told = await workbench.notification('probes passed', 90_000);
    assert.doesNotMatch(told, /failed|could not see|not checked/);
  });
});
