// A ClickHouse server on the engine as a library. Its user comes from CLICKHOUSE_USER and CLICKHOUSE_PASSWORD.
//   --data FOLDER --http PORT [--native PORT] [--host ADDRESS] [--logs FOLDER] [--discard: remove the data at the end]
// With an IPC channel it sends {url} when it is ready, and ends when the channel closes.
import { appendFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Engine, quoteIdentifier } from './engine';
import { listenNative } from './nativeServer';
import { SystemTables } from './queryLog';
import { QueryServer } from './queryServer';
import { userFromEnvironment } from './users';

const STOP_TIMEOUT_MS = 3000;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: '/var/lib/clickhouse' },
    http: { type: 'string', default: '8123' },
    native: { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    logs: { type: 'string' },
    discard: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const user = userFromEnvironment(process.env);
  const engine = new Engine(options.data, user);
  const database = process.env['CLICKHOUSE_DB'];
  if (database) await engine.execute(`CREATE DATABASE IF NOT EXISTS ${quoteIdentifier(database)}`);
  const tables = await SystemTables.create(engine);
  const queries = new QueryServer(engine, user, tables, (line) => log('Error', line));
  const http = await queries.listen(Number(options.http), options.host);
  const native = options.native
    ? await listenNative(user, engine.version, Number(options.native), options.host)
    : undefined;

  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    log('Information', 'Application: Received termination signal');
    // The engine cannot be interrupted in the middle of a query, so a long one does not hold up the end.
    setTimeout(() => {
      discardData();
      process.kill(process.pid, 'SIGKILL');
    }, STOP_TIMEOUT_MS).unref();
    http.close();
    http.closeAllConnections();
    native?.close();
    tables.stop();
    queries.close();
    void engine.close().then(() => {
      discardData();
      process.exit(0);
    });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);

  const { port } = http.address() as AddressInfo;
  log('Information', 'Application: Ready for connections.');
  process.send?.({ url: `http://${options.host}:${port}` });
}

function discardData(): void {
  if (options.discard) rmSync(options.data, { recursive: true, force: true });
}

/** As the official image does: the log goes to files, which an operator reads by `docker exec`. */
function log(level: 'Information' | 'Error', message: string): void {
  if (options.logs === undefined) return;
  const time = new Date().toISOString().replaceAll('-', '.').replace('T', ' ').replace('Z', '000');
  const line = `${time} [ ${process.pid} ] {} <${level}> ${message}\n`;
  appendFileSync(join(options.logs, 'clickhouse-server.log'), line);
  if (level === 'Error') appendFileSync(join(options.logs, 'clickhouse-server.err.log'), line);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
