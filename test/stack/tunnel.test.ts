import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ClickHouse } from '../../src/adapters/clickhouse';
import { DockerEngine } from '../../src/adapters/docker';
import { isRemoteEngine } from '../../src/adapters/engineHost';
import { findClickHouse } from '../../src/adapters/findClickHouse';
import { loadStack } from '../../src/adapters/stackFiles';
import { TunnelAgent } from '../../src/adapters/tunnelAgent';
import type { ClickHouseConnection } from '../../src/core/clickhouse/connection';
import type { QueryOutcome } from '../../src/core/clickhouse/queryOutcome';
import type { Tunnel } from '../../src/core/tunnel';
import type { Engine } from './engine';
import { engineWithImages } from './engineWithImages';
import { run } from './run';
import { pathWith, startSshMachine } from './sshMachine';

const PROJECT = `tunneltest-${process.pid}`;
const PASSWORD = randomBytes(16).toString('hex');
const LONG = 'SELECT count() FROM numbers(100000000000) WHERE cityHash64(number) % 7 = 9';

/** No port is published. Of Langfuse only the image counts, which brings Node. */
const COMPOSE = `name: ${PROJECT}
services:
  clickhouse:
    image: docker.io/clickhouse/clickhouse-server:25.8
    environment: { CLICKHOUSE_USER: langfuse, CLICKHOUSE_PASSWORD: ${PASSWORD} }
  langfuse-web:
    image: docker.io/langfuse/langfuse:3.225.4
    entrypoint: [sleep, infinity]
    environment:
      CLICKHOUSE_URL: http://clickhouse:8123
      CLICKHOUSE_USER: langfuse
      CLICKHOUSE_PASSWORD: ${PASSWORD}
`;

suite('a ClickHouse whose port is not published', function () {
  this.timeout(120_000);
  let engine: Engine;
  let docker: DockerEngine;
  let folder: string;
  let connection: ClickHouseConnection;
  const opened: ClickHouse[] = [];
  const { signal } = new AbortController();

  suiteSetup(async function () {
    this.timeout(600_000);
    engine = await engineWithImages();
    folder = await mkdtemp(join(tmpdir(), 'langfuse-stack-tunnel-'));
    await writeFile(join(folder, 'compose.yaml'), COMPOSE, { mode: 0o600 });
    await compose('up', '--detach');
    const environment = { ...process.env, ...engine.environment };
    docker = new DockerEngine({ environment, homeFolder: folder, platform: process.platform });
    const { project } = await loadStack(folder, { environment: {} });
    const choice = await findClickHouse(project, { engine: docker, isRemote: false, signal });
    assert.ok(choice.kind === 'ready');
    connection = choice.connection;
    // A server that starts does not listen yet.
    while (!(await ask('SELECT 1').catch(() => undefined))) await delay(200);
    await closeAll();
  });

  suiteTeardown(async () => {
    await compose('down', '--volumes', '--timeout', '1');
    await rm(folder, { recursive: true });
    await engine.stop();
  });

  teardown(closeAll);

  test('answers exactly, over the program that its own image brings', async () => {
    assert.equal(connection.tunnel?.reason, 'clickhouse does not publish port 8123');
    const outcome = await ask("SELECT 18446744073709551615 AS n, 'Ω' AS s");
    assert.deepEqual(rows(outcome), [['18446744073709551615', 'Ω']]);
    assert.ok((await relays('clickhouse')) > 0);
    assert.equal(await relays('langfuse-web'), 0);
  });

  test('shows the first rows while the last are still made', async () => {
    const sql = 'SELECT number, sleepEachRow(0.02) FROM numbers(100) SETTINGS max_block_size = 5';
    const seen: number[] = [];
    const outcome = await open().run(request(sql), { onRows: (table) => seen.push(table.rowCount) }, signal);
    assert.equal(rows(outcome).length, 100);
    assert.ok(seen[0]! < 100, `The first rows came with the last: ${seen.join(', ')}`);
  });

  test('a cancel stops the statement on the server', async () => {
    const stop = new AbortController();
    const running = open().run(request(LONG), {}, stop.signal);
    await until(async () => (await countRunning()) === 1);
    stop.abort();
    const outcome = await running;
    assert.ok(outcome.kind === 'cancelled');
    assert.equal(outcome.server, 'stopped');
    assert.equal(await countRunning(), 0);
  });

  test('closing in the middle of a statement leaves no program behind', async () => {
    const clickhouse = open();
    const running = clickhouse.run(request(LONG), {}, signal).catch(() => undefined);
    await until(async () => (await countRunning()) === 1);
    await clickhouse.close();
    await running;
  });

  for (const program of ['bash', 'node'] as const) {
    test(`52 MB come whole through ${program}`, async () => {
      const agent = new TunnelAgent(docker, only(program));
      const count = 6_500_000;
      const response = await download(agent, `SELECT number FROM numbers(${count}) FORMAT RowBinary`);
      let expected = 0n;
      let rest = Buffer.alloc(0);
      for await (const chunk of response) {
        const bytes = Buffer.concat([rest, chunk as Buffer]);
        const whole = bytes.length - (bytes.length % 8);
        for (let at = 0; at < whole; at += 8)
          if (bytes.readBigUInt64LE(at) !== expected++) assert.fail(`Row ${expected - 1n} is another one.`);
        rest = bytes.subarray(whole);
      }
      assert.equal(expected, BigInt(count));
      agent.destroy();
    });
  }

  test('no password stands in the arguments of a program', async () => {
    await ask('SELECT 1');
    for (const service of ['clickhouse', 'langfuse-web'])
      for (const line of await programs(service)) assert.ok(!line.includes(PASSWORD));
  });

  test('an engine behind SSH shows the containers and passes queries on', async () => {
    const machine = await startSshMachine(`${PROJECT}-ssh`, engine.environment);
    try {
      const environment = {
        ...process.env,
        DOCKER_HOST: machine.address,
        PATH: pathWith(machine, engine.environment),
      };
      const sources = { environment, homeFolder: folder, platform: process.platform };
      assert.equal(await isRemoteEngine(sources), true);
      const far = new DockerEngine(sources);
      const seen = await far.listContainers(PROJECT, signal);
      assert.deepEqual(seen.map(({ service }) => service).toSorted(), ['clickhouse', 'langfuse-web']);
      const { project } = await loadStack(folder, { environment: {} });
      const choice = await findClickHouse(project, { engine: far, isRemote: true, signal });
      assert.ok(choice.kind === 'ready' && choice.connection.tunnel !== undefined);
      const { tunnel } = choice.connection;
      assert.equal(tunnel.reason, 'the engine is on another machine');
      const clickhouse = new ClickHouse(choice.connection, 60, {
        makeAgent: () => new TunnelAgent(far, tunnel),
      });
      opened.push(clickhouse);
      const outcome = await clickhouse.run(request('SELECT 18446744073709551615'), {}, signal);
      assert.deepEqual(rows(outcome), [['18446744073709551615']]);
      await closeAll();
    } finally {
      await machine.stop();
    }
  });

  function open(): ClickHouse {
    const { tunnel } = connection;
    assert.ok(tunnel);
    const clickhouse = new ClickHouse(connection, 60, { makeAgent: () => new TunnelAgent(docker, tunnel) });
    opened.push(clickhouse);
    return clickhouse;
  }

  function request(sql: string) {
    return { sql, maxRows: 1000, maxBytes: 1_000_000, maxSeconds: 60, isReadOnly: true };
  }

  function ask(sql: string): Promise<QueryOutcome> {
    return open().run(request(sql), {}, signal);
  }

  async function countRunning(): Promise<number> {
    const pattern = 'cityHash64(number) \\% 7 = 9';
    const outcome = await ask(
      `SELECT count() FROM system.processes WHERE query LIKE '%${pattern}' AND query NOT LIKE '%processes%'`,
    );
    return Number(rows(outcome)[0]?.[0]);
  }

  function only(program: 'bash' | 'node'): Tunnel {
    const { tunnel } = connection;
    assert.ok(tunnel);
    return { ...tunnel, entrances: tunnel.entrances.filter((entrance) => entrance.program === program) };
  }

  async function download(agent: TunnelAgent, query: string): Promise<IncomingMessage> {
    const headers = { 'X-ClickHouse-User': connection.user, 'X-ClickHouse-Key': PASSWORD };
    const url = `${connection.url}/?query=${encodeURIComponent(query)}`;
    const [response] = (await once(get(url, { agent, headers }), 'response')) as [IncomingMessage];
    assert.equal(response.statusCode, 200);
    return response;
  }

  async function programs(service: string): Promise<readonly string[]> {
    const containers = await docker.listContainers(PROJECT, signal);
    const container = containers.find((candidate) => candidate.service === service);
    assert.ok(container);
    return docker.listPrograms(container.id, signal);
  }

  async function relays(service: string): Promise<number> {
    return (await programs(service)).filter((line) => /^cat|\/dev\/tcp|node:net/.test(line)).length;
  }

  /** However a test ended, nothing of it is left in a container. */
  async function closeAll(): Promise<void> {
    await Promise.all(opened.splice(0).map((clickhouse) => clickhouse.close()));
    await until(async () => (await relays('clickhouse')) + (await relays('langfuse-web')) === 0);
  }

  function compose(...args: readonly string[]): Promise<string> {
    return run('docker', ['compose', ...args], {
      cwd: folder,
      env: { ...process.env, ...engine.environment },
    });
  }
});

function rows(outcome: QueryOutcome): readonly (readonly unknown[])[] {
  assert.ok(outcome.kind === 'rows', outcome.kind);
  return outcome.table.snapshot()?.rows ?? [];
}

/** Polls until it is so; the test's timeout is the limit. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(200);
}
