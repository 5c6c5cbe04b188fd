import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CliCommand } from '../../../src/cli/command';
import { UsageError } from '../../../src/cli/command';
import { doctorCommand } from '../../../src/cli/doctor';
import { planCommand } from '../../../src/cli/plan';
import { parseLayers, probeCommand } from '../../../src/cli/probe';
import { secretsCommand } from '../../../src/cli/secrets';
import type { Diagnosis } from '../../../src/core/doctor/diagnosis';
import { json, startFakeDaemon } from '../support/fakeDaemon';
import { sample } from '../support/resolve';

suite('commands on one stack', () => {
  let folder: string;
  setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cli-'));
    await writeFile(join(folder, 'compose.yaml'), sample('compose.yaml'));
    await writeFile(join(folder, '.env.example'), sample('.env.example'));
  });
  teardown(() => rm(folder, { recursive: true }));

  /** No engine is in reach of what runs here, unless a test brings one. */
  let engineAddress: string;
  setup(() => (engineAddress = `unix://${join(folder, 'no.sock')}`));

  async function run(command: CliCommand, ...args: string[]) {
    const output = { stdout: '', stderr: '' };
    const code = await command.run([...args, folder], {
      stdout: (text) => void (output.stdout += text),
      stderr: (text) => void (output.stderr += text),
      environment: { DOCKER_HOST: engineAddress },
      signal: new AbortController().signal,
    });
    return { code, ...output };
  }

  test('secrets says what it would make, and makes nothing', async () => {
    const { code, stdout } = await run(secretsCommand);
    assert.equal(code, 0);
    assert.match(stdout, /^ENCRYPTION_KEY +empty: 64 hexadecimal digits$/m);
    assert.match(stdout, /10 secrets to make; --write does it\./);
    await assert.rejects(stat(join(folder, '.env')));
  });

  test('secrets --write makes them for their owner alone, and never prints one', async () => {
    const { stdout, stderr } = await run(secretsCommand, '--write');
    const env = await readFile(join(folder, '.env'), 'utf8');
    assert.equal((await stat(join(folder, '.env'))).mode & 0o777, 0o600);
    const values = [...env.matchAll(/^[A-Z_]+=([\w-]{20,})$/gm)].map(([, value]) => value!);
    assert.equal(values.length, 10);
    for (const value of values) assert.ok(!(stdout + stderr).includes(value));
    assert.match((await run(secretsCommand, '--write')).stdout, /^Every secret has a value\.$/m);
    assert.equal(await readFile(join(folder, '.env'), 'utf8'), env);
  });

  test('secrets --write keeps its hands off where Postgres has data, unless told yes', async () => {
    const daemon = await startFakeDaemon({
      'GET /volumes/ai-gateway_postgres_data': json({ Name: 'ai-gateway_postgres_data' }),
    });
    try {
      engineAddress = daemon.address;
      const { code, stdout, stderr } = await run(secretsCommand, '--write');
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(
        stderr,
        /^Postgres has data already\. The volume ai-gateway_postgres_data keeps .* --yes /,
      );
      await assert.rejects(stat(join(folder, '.env')));
      assert.equal((await run(secretsCommand, '--write', '--yes')).code, 0);
      await stat(join(folder, '.env'));
    } finally {
      await daemon.close();
    }
  });

  test('secrets --yes alone is wrong usage', async () => {
    await assert.rejects(run(secretsCommand, '--yes'), UsageError);
  });

  test('secrets of a stack that does not load are not known, and what is left is not called complete', async () => {
    await writeFile(join(folder, 'compose.yaml'), 'services: []\n');
    const broken = await run(secretsCommand);
    assert.deepEqual([broken.code, broken.stdout], [2, '']);
    assert.match(broken.stderr, /compose\.yaml: “services” holds a list/);
    await writeFile(
      join(folder, 'compose.yaml'),
      'services: {a: {image: x, environment: {SMTP_PASSWORD: "${SMTP_PASSWORD:?}"}}}\n',
    );
    await writeFile(join(folder, '.env'), '');
    const { code, stdout } = await run(secretsCommand);
    assert.equal(code, 0);
    assert.match(stdout, /^SMTP_PASSWORD: set it yourself.*\nNo secret to make\.\n$/);
  });

  test('probe of a stack without services is not green', async () => {
    await writeFile(join(folder, 'compose.yaml'), 'services: []\n');
    const { code, stdout } = await run(probeCommand);
    assert.equal(code, 1);
    assert.match(stdout, /^\nNothing was probed: /);
  });

  test('probe without an engine is one sentence, and not green', async () => {
    await run(secretsCommand, '--write');
    const { code, stdout } = await run(probeCommand, '--format', 'json');
    const report = JSON.parse(stdout) as {
      outcome: string;
      probes: { id: string; outcome: string; evidence: string }[];
    };
    assert.equal(code, 1);
    assert.equal(report.outcome, 'could-not-see');
    assert.deepEqual(Object.keys(report.probes[0]!), [
      'id',
      'layer',
      'service',
      'outcome',
      'evidence',
      'ms',
      'at',
    ]);
    assert.match(
      report.probes[0]!.evidence,
      /^Cannot reach Docker at unix:.*Start Docker, or set DOCKER_HOST\.$/,
    );
  });

  test('the doctor without an engine knows nothing, and says why', async () => {
    await run(secretsCommand, '--write');
    const { code, stdout } = await run(doctorCommand, '--format', 'json');
    const { outcome, causes, unseen } = JSON.parse(stdout) as Diagnosis;
    assert.equal(code, 1);
    assert.deepEqual([outcome, causes], ['unknown', []]);
    assert.match(unseen[0] ?? '', /^Cannot reach Docker at unix:/);
    const text = await run(doctorCommand);
    assert.match(text.stdout, /^\? Cannot reach Docker .*\n\nNothing wrong was found, but not everything/);
  });

  test('the doctor names what the files alone show', async () => {
    const { code, stdout } = await run(doctorCommand);
    assert.equal(code, 1);
    assert.match(stdout, /^1\. .* \[compose\/required-missing\]\n   Seen: compose\.yaml:\d+: /);
    assert.match(stdout, /^   Fix: Create Secrets$/m);
  });

  test('probe asks the layers that were named', async () => {
    const { stdout } = await run(probeCommand, '--format', 'json', '--layers', '3');
    const { probes } = JSON.parse(stdout) as { probes: { layer: number }[] };
    assert.deepEqual(new Set(probes.map(({ layer }) => layer)), new Set([3]));
  });

  test('a plan is shown, not run', async () => {
    await run(secretsCommand, '--write');
    const { code, stdout } = await run(planCommand, 'reset', '--format', 'json');
    const plan = JSON.parse(stdout) as { steps: unknown[]; confirmation: string };
    assert.deepEqual([code, plan.steps.length, plan.confirmation], [0, 7, 'ai-gateway']);
  });

  test('a reset that saves first says so, and nothing else can', async () => {
    await run(secretsCommand, '--write');
    const { stdout } = await run(planCommand, 'reset', '--save-first');
    assert.match(stdout, /Removed after a copy is made:\n {2}Traces.*\n/);
    assert.doesNotMatch(stdout, /Lost for good/);
    await assert.rejects(run(planCommand, 'down', '--save-first'), UsageError);
  });

  test('a plan for one service needs its name', async () => {
    await run(secretsCommand, '--write');
    for (const word of ['recreate', 'start', 'stop']) {
      const { code, stdout } = await run(planCommand, word, '--service', 'redis', '--format', 'json');
      const plan = JSON.parse(stdout) as { operation: string; steps: { title: string }[] };
      assert.deepEqual([code, plan.operation], [0, word]);
      assert.match(plan.steps.map(({ title }) => title).join(), /redis/);
      await assert.rejects(run(planCommand, word), UsageError);
    }
    await assert.rejects(run(planCommand, 'up', '--service', 'redis'), UsageError);
  });

  test('a plan says what the check objects to, which is no refusal', async () => {
    await run(secretsCommand, '--write');
    assert.doesNotMatch((await run(planCommand, 'up')).stdout, /objects/);
    const compose = sample('compose.yaml').replaceAll(':3.225.4', ':4.16.0');
    await writeFile(join(folder, 'compose.yaml'), compose);
    const { code, stdout } = await run(planCommand, 'up');
    assert.equal(code, 0);
    assert.match(
      stdout,
      /\nWhat the check objects to:\n {2}compose\.yaml:\d+: Langfuse 4 needs ClickHouse 25\.12 /,
    );
    assert.doesNotMatch((await run(planCommand, 'down')).stdout, /objects/);
  });

  test('an upgrade says what it edits, and edits nothing before it is applied', async () => {
    await run(secretsCommand, '--write');
    const compose = sample('compose.yaml').replaceAll(':3.225.4', ':3.170.0');
    await writeFile(join(folder, 'compose.yaml'), compose);
    const { code, stdout } = await run(planCommand, 'upgrade', '--to', 'v3.225.4');
    assert.equal(code, 0);
    assert.match(stdout, /^Edits:\n {2}compose\.yaml:\d+: 3\.170\.0 → 3\.225\.4 \(langfuse-web\)$/m);
    assert.equal((await run(planCommand, 'upgrade', '--to', '3.100.0')).code, 1);
    for (const words of [['upgrade'], ['upgrade', '--to', '3'], ['up', '--to', '3.225.4']])
      await assert.rejects(run(planCommand, ...words), UsageError);
    assert.equal(await readFile(join(folder, 'compose.yaml'), 'utf8'), compose);
  });

  test('sign-up is planned as the editor plans it: edits, and web alone', async () => {
    await run(secretsCommand, '--write');
    const { code, stdout } = await run(planCommand, 'sign-up', '--to', 'open');
    assert.equal(code, 0);
    assert.match(stdout, /^Edits:\n {2}\.env:\d+: true → false \(langfuse-web\)$/m);
    assert.match(stdout, /^Containers:\n {2}Recreate langfuse-web: as asked$/m);
    const closed = await run(planCommand, 'sign-up', '--to', 'closed');
    assert.match(closed.stdout, /^Mind:\n.*\n {2}Whether anybody has an account was not seen\./m);
    for (const words of [[], ['--to', 'ajar'], ['--service', 'langfuse-web', '--to', 'open']])
      await assert.rejects(run(planCommand, 'sign-up', ...words), UsageError);
  });

  test('a plan that is refused exits with 1, and is not applied', async () => {
    const { code, stdout } = await run(planCommand, 'up', '--apply', '--yes');
    assert.equal(code, 1);
    assert.match(stdout, /Refused:\n {2}Compose cannot load the files/);
  });

  test('applying needs a yes, since nobody can be asked', async () => {
    await run(secretsCommand, '--write');
    await assert.rejects(run(planCommand, 'down', '--apply'), UsageError);
  });

  test('an operation that does not exist is wrong usage', async () => {
    await assert.rejects(run(planCommand, 'sideways'), UsageError);
  });
});

suite('parseLayers', () => {
  test('takes numbers and ranges', () => {
    assert.deepEqual(parseLayers('1-5'), [1, 2, 3, 4, 5]);
    assert.deepEqual(parseLayers('4, 1-2,2'), [1, 2, 4]);
  });

  test('refuses everything else', () => {
    for (const text of ['', '0', '6', '3-1', '1-', 'a'])
      assert.throws(() => parseLayers(text), UsageError, text);
  });
});
