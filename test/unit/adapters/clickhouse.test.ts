import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { ClickHouse } from '../../../src/adapters/clickhouse';
import type { QueryObserver, QueryRequest } from '../../../src/adapters/clickhouse';
import type { QueryOutcome } from '../../../src/core/clickhouse/queryOutcome';
import { Secret } from '../../../src/core/secret';
import { UserError } from '../../../src/core/userError';
import { fakeClickHouse, refuse, rowsOf, sendRows } from '../support/fakeClickHouse';
import type { FakeClickHouse, Received } from '../support/fakeClickHouse';

const REQUEST: QueryRequest = {
  sql: 'SELECT n',
  maxRows: 3,
  maxBytes: 10_000,
  maxSeconds: 5,
  isReadOnly: true,
};

let server: FakeClickHouse | undefined;
let clickhouse: ClickHouse | undefined;

async function serve(
  answer: (received: Received, response: ServerResponse) => void,
): Promise<FakeClickHouse> {
  server = await fakeClickHouse(answer);
  connect(server.url);
  return server;
}

function connect(url: string): ClickHouse {
  const connection = {
    url,
    tunnel: undefined,
    user: 'me',
    password: new Secret('canary'),
    database: 'langfuse',
  };
  clickhouse = new ClickHouse(connection, 5, { stopDeadlineMs: 400 });
  return clickhouse;
}

function run(
  signal = new AbortController().signal,
  onRows: QueryObserver['onRows'] = () => undefined,
): Promise<QueryOutcome> {
  assert.ok(clickhouse);
  return clickhouse.run(REQUEST, { onRows }, signal);
}

function rows(outcome: QueryOutcome): unknown[] {
  return 'table' in outcome ? (outcome.table.snapshot()?.rows.flat() ?? []) : [];
}

async function failsWith(pattern: RegExp): Promise<void> {
  await assert.rejects(run(), (error) => {
    assert.ok(error instanceof UserError, inspect(error));
    assert.match(error.message, pattern);
    assert.doesNotMatch(error.message, /canary/);
    return true;
  });
}

suite('adapters/clickhouse', () => {
  teardown(async () => {
    await clickhouse?.close();
    await server?.close();
    server = undefined;
    clickhouse = undefined;
  });

  test('sends one statement with its bounds and an id of its own', async () => {
    const { received } = await serve((_, response) => {
      sendRows(response, rowsOf('18446744073709551615'));
      response.end();
    });
    assert.deepEqual(rows(await run()), ['18446744073709551615']);
    await run();
    const [first, second] = received;
    assert.equal(first!.sql, 'SELECT n');
    assert.equal(first!.url.get('database'), 'langfuse');
    assert.equal(first!.url.get('readonly'), '2');
    assert.equal(first!.url.get('max_execution_time'), '5');
    assert.notEqual(first!.queryId, second!.queryId);
  });

  test('a longer result is cut at the cap, and the rest is not waited for', async () => {
    await serve((_, response) => sendRows(response, rowsOf(1, 2, 3, 4)));
    const outcome = await run();
    assert.ok(outcome.kind === 'rows');
    assert.deepEqual([rows(outcome), outcome.table.isCut], [['1', '2', '3'], true]);
  });

  test('a value larger than all that is kept ends the table', async () => {
    await serve((_, response) => sendRows(response, `${rowsOf(1)}["${'x'.repeat(20_000)}`));
    const outcome = await run();
    assert.ok(outcome.kind === 'rows');
    assert.deepEqual([rows(outcome), outcome.table.isCut], [['1'], true]);
  });

  test('a statement without an answer', async () => {
    await serve((_, response) => response.end());
    assert.equal((await run()).kind, 'nothing');
  });

  test('a statement with a format of its own answers with text', async () => {
    await serve((_, response) => {
      response.setHeader('X-ClickHouse-Format', 'Vertical');
      response.end('Row 1:\n');
    });
    assert.deepEqual(await run(), { kind: 'text', text: 'Row 1:\n', isCut: false });
  });

  /** A server that refuses our settings; the profile of its user has this `readonly`. */
  const refusesSettings = (readonly: string): Promise<FakeClickHouse> =>
    serve(({ sql, url }, response) => {
      if (sql.includes('system.settings')) {
        response.end(`["${readonly}"]\n`);
      } else if (url.has('max_execution_time')) {
        refuse(response, 164, "Cannot modify 'readonly' setting in readonly mode");
      } else {
        sendRows(response, rowsOf(1));
        response.end();
      }
    });

  test('a user who may not send settings gets the statement without them, from then on', async () => {
    const { received } = await refusesSettings('1');
    assert.deepEqual(rows(await run()), ['1']);
    assert.equal(clickhouse?.acceptsSettings, false);
    await run();
    assert.deepEqual(
      received.filter(({ sql }) => sql === 'SELECT n').map(({ url }) => url.has('max_execution_time')),
      [true, false, false],
    );
  });

  test('a statement that asks to write does not get rid of read-only that way', async () => {
    const { received } = await refusesSettings('0');
    const outcome = await run();
    assert.ok(outcome.kind === 'failed');
    assert.equal(outcome.error.code, 164);
    const sent = received.filter(({ sql }) => sql === 'SELECT n');
    assert.deepEqual(
      sent.map(({ url }) => url.get('readonly')),
      ['2'],
    );
  });

  test('a setting that the server does not know is left out', async () => {
    const { received } = await serve(({ url }, response) => {
      if (url.has('log_comment')) {
        refuse(response, 115, "Unknown setting 'log_comment'.");
        return;
      }
      sendRows(response, rowsOf(1));
      response.end();
    });
    assert.deepEqual(rows(await run()), ['1']);
    assert.equal(received.at(-1)!.url.get('readonly'), '2');
  });

  test("the statement's own failure is an outcome, sent once", async () => {
    const { received } = await serve((_, response) => refuse(response, 60, 'Table a does not exist.'));
    const outcome = await run();
    assert.ok(outcome.kind === 'failed');
    assert.deepEqual([outcome.error.code, received.length], [60, 1]);
  });

  test('a failure in the middle keeps the rows before it', async () => {
    await serve((_, response) => {
      sendRows(response, rowsOf(1, 2));
      response.write(
        '\r\n__exception__\r\ntag\r\nCode: 395. DB::Exception: boom (NAME) (version 26.1)\n',
        () => response.destroy(),
      );
    });
    const outcome = await run();
    assert.ok(outcome.kind === 'failed', outcome.kind);
    assert.deepEqual([outcome.error.code, rows(outcome)], [395, ['1', '2']]);
  });

  test('a connection that breaks in the middle is no success', async () => {
    await serve((_, response) => {
      response.setHeader('X-ClickHouse-Format', 'JSONCompactEachRowWithNamesAndTypes');
      response.write(rowsOf(1), () => response.destroy());
    });
    const outcome = await run();
    assert.deepEqual([outcome.kind, rows(outcome)], ['broken-off', ['1']]);
  });

  test('cancelled before it was sent, it is not sent', async () => {
    const { received } = await serve((_, response) => response.end());
    assert.equal((await run(AbortSignal.abort())).kind, 'cancelled');
    assert.equal(received.length, 0);
  });

  /** The statement hangs until it is killed, which works at the given attempt. */
  async function cancel(
    killsNeeded: number,
    start: (response: ServerResponse) => void,
  ): Promise<[QueryOutcome, string[]]> {
    const abort = new AbortController();
    let kills = 0;
    let statementId = '';
    const { received } = await serve(({ sql, url, queryId }, response) => {
      if (sql.startsWith('KILL')) {
        assert.equal(url.get('param_id'), statementId);
        kills++;
        response.end();
      } else if (sql.includes('system.processes')) {
        response.end(kills < killsNeeded ? '["1", "2", "3 KiB"]\n' : '');
      } else {
        statementId = queryId;
        start(response);
        if (!response.headersSent) setImmediate(() => abort.abort());
      }
    });
    return [await run(abort.signal, () => abort.abort()), received.map(({ sql }) => sql.split(' ')[0]!)];
  }

  test('cancelled before any row: killed, and seen to be gone', async () => {
    const [outcome, sent] = await cancel(1, () => undefined);
    assert.ok(outcome.kind === 'cancelled');
    assert.equal(outcome.server, 'stopped');
    assert.deepEqual(sent.slice(0, 3), ['SELECT', 'KILL', 'SELECT']);
  });
  test('cancelled among rows: they stay', async () => {
    const [outcome] = await cancel(1, (response) => sendRows(response, rowsOf(1, 2)));
    assert.ok(outcome.kind === 'cancelled');
    assert.deepEqual([outcome.server, rows(outcome)], ['stopped', ['1', '2']]);
  });
  test('a server that goes on is said to go on', async () => {
    const [outcome] = await cancel(Infinity, () => undefined);
    assert.ok(outcome.kind === 'cancelled');
    assert.equal(outcome.server, 'still-running');
  });

  test('a wrong password', async () => {
    await serve((_, response) => refuse(response, 516, 'me: Authentication failed'));
    await failsWith(/refused the user "me" or its password\. Compare CLICKHOUSE_USER/);
  });
  test('nothing listens', async () => {
    const gone = await serve(() => undefined);
    await gone.close();
    await failsWith(new RegExp(`^Nothing answers at ${gone.url}\\. Start ClickHouse with Up`));
  });
  test('the native port, as ClickHouse itself answers there', async () => {
    await serve((_, response) => {
      response.removeHeader('X-ClickHouse-Query-Id');
      response.statusCode = 400;
      response.end('Port 9000 is for clickhouse-client program\r\nYou must use port 8123 for HTTP.\r\n');
    });
    await failsWith(/is not an HTTP port of ClickHouse.*8123/);
  });
  test('a server of another kind', async () => {
    await serve((_, response) => {
      response.removeHeader('X-ClickHouse-Query-Id');
      response.end('<html>Langfuse</html>');
    });
    await failsWith(/is not ClickHouse's HTTP interface/);
  });
  test('a port that speaks no HTTP at all', async () => {
    const other = createServer((socket) =>
      socket.on('error', () => undefined).end('-ERR unknown command\r\n'),
    );
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    connect(`http://127.0.0.1:${(other.address() as AddressInfo).port}`);
    await failsWith(/is not an HTTP port of ClickHouse/);
    other.close();
  });
  test('TLS where there is none', async () => {
    const { url } = await serve((_, response) => response.end());
    connect(url.replace('http:', 'https:'));
    await failsWith(/does not speak TLS/);
  });
});
