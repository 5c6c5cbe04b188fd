import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { EmbeddedClickHouse } from './embedded';
import { startEmbeddedClickHouse } from './embedded';
import { LANGFUSE_MIGRATIONS } from './langfuseSchema';

/** Runs until it is killed, and cannot be finished early by a clever engine. */
const ENDLESS = 'SELECT count() FROM numbers(1000000000000) WHERE cityHash64(number) = 1';

suite('the embedded ClickHouse', function () {
  this.timeout(120_000);
  let server: EmbeddedClickHouse;
  let client: ClickHouseClient;

  suiteSetup(async () => {
    server = await startEmbeddedClickHouse({ until: new Date('2026-11-01T00:00:00Z'), traces: 200 });
    client = connect(server.password);
  });

  suiteTeardown(async () => {
    await client.close();
    await server.stop();
  });

  test("holds Langfuse's tables at the newest migration", async () => {
    const sql = 'SELECT toInt32(version), dirty FROM schema_migrations ORDER BY sequence DESC LIMIT 1';
    assert.deepEqual(await rows(sql), [[LANGFUSE_MIGRATIONS.length, 0]]);
  });

  test('counts updated traces twice without FINAL, as Langfuse does until a merge', async () => {
    const sql = 'SELECT (SELECT count() FROM traces) > 200, (SELECT toInt32(count()) FROM traces FINAL)';
    assert.deepEqual(await rows(sql), [[1, 200]]);
  });

  test('refuses a wrong password with code 516', async () => {
    const stranger = connect('wrong');
    try {
      assert.equal(await failureCode(stranger.query({ query: 'SELECT 1' })), '516');
    } finally {
      await stranger.close();
    }
  });

  test('shows a running query under the id that its client gave, and kills it by that id', async () => {
    const victim = failureCode(client.query({ query: ENDLESS, query_id: 'endless' }));
    const running =
      "SELECT user, position(query, 'cityHash64') > 0 FROM system.processes WHERE query_id = 'endless'";
    while ((await rows(running)).length === 0) await delay(10);
    assert.deepEqual(await rows(running), [[server.user, 1]]);
    const killed = await rows("KILL QUERY WHERE query_id = 'endless' SYNC");
    assert.equal(killed.length, 1);
    assert.equal(await victim, '394');
    assert.deepEqual(await rows(running), []);
  });

  test('streams rows while the query runs', async () => {
    const { stream } = await client.exec({
      query: 'SELECT number FROM numbers(1000000000000) FORMAT TSV',
      query_id: 'stream',
    });
    for await (const chunk of stream) {
      assert.match(String(chunk), /^0\n1\n/);
      break;
    }
    while ((await rows("SELECT 1 FROM system.processes WHERE query_id = 'stream'")).length > 0)
      await delay(10);
  });

  test('ends a stream that fails with the tagged exception and a cut connection', async () => {
    const { stream } = await client.exec({
      query: 'SELECT throwIf(number = 200000) FROM numbers(300000) FORMAT JSONCompactEachRow',
      clickhouse_settings: { max_block_size: '1000' },
    });
    let text = '';
    await assert.rejects(async () => {
      for await (const chunk of stream) text += String(chunk);
    });
    assert.match(text, /^\[0\]\n/);
    assert.match(text, /__exception__\r\n\w+\r\nCode: 395\./);
  });

  test('writes the header lines of an empty result', async () => {
    const { stream } = await client.exec({
      query: 'SELECT number FROM numbers(0) FORMAT JSONCompactEachRowWithNamesAndTypes',
    });
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    assert.equal(text, '["number"]\n["UInt64"]\n');
  });

  test('keeps parameters and settings to one request', async () => {
    const result = await client.query({
      query: "SELECT {name: String}, getSetting('max_execution_time')",
      query_params: { name: "it's" },
      clickhouse_settings: { max_execution_time: 7 },
      format: 'JSONCompactEachRow',
    });
    assert.deepEqual(await result.json(), [["it's", 7]]);
    assert.deepEqual(await rows("SELECT getSetting('max_execution_time')"), [[0]]);
  });

  test('refuses writes of a read-only request', async () => {
    const write = client.command({ query: 'DROP TABLE traces', clickhouse_settings: { readonly: '2' } });
    assert.equal(await failureCode(write), '164');
  });

  test('refuses a second statement', async () => {
    assert.equal(await failureCode(client.command({ query: 'SELECT 1; SELECT 2' })), '62');
  });

  test('keeps a log of queries', async () => {
    await failureCode(client.query({ query: 'SELECT * FROM missing', query_id: 'logged' }));
    await client.command({ query: 'SYSTEM FLUSH LOGS' });
    const sql = "SELECT type, exception_code FROM system.query_log WHERE query_id = 'logged' ORDER BY type";
    assert.deepEqual(await rows(sql), [
      ['QueryStart', 0],
      ['ExceptionBeforeStart', 60],
    ]);
  });

  function connect(password: string): ClickHouseClient {
    const { url, user } = server;
    return createClient({ url, username: user, password, log: { level: ClickHouseLogLevel.OFF } });
  }

  async function rows(query: string): Promise<unknown[]> {
    return (await client.query({ query, format: 'JSONCompactEachRow' })).json();
  }
});

/** ClickHouse's code of the error that a call fails with. */
async function failureCode(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ClickHouseError) return error.code;
    throw error;
  }
  return 'none';
}
