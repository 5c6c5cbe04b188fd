import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Session } from 'chdb';
import { drainPending, Session as ChdbSession } from 'chdb';
import type { User } from './users';

/** Where a client finds its queries under its own ids; readers of `system.processes` are sent here. */
export const PROCESSES = 'front.processes';

/** What the engine is told about a query, as its `log_comment`, because it gives every query an id of its own. */
export interface QueryTag {
  readonly id: string;
  readonly user: string;
  readonly query: string;
  readonly comment: string;
}

/** The ClickHouse engine on one data folder, which no other process may use meanwhile. */
export class Engine {
  readonly version: string;
  readonly timezone: string;
  readonly #data: string;
  readonly #args: readonly string[];
  readonly #root: Session;

  constructor(data: string, user: User) {
    this.#data = data;
    mkdirSync(data, { recursive: true });
    // The library keeps database `system` in memory but leaves files of tables made in it, which it cannot load.
    rmSync(join(data, 'data/system'), { recursive: true, force: true });
    this.#args = [`--config-file=${writeConfig(data, user)}`];
    this.#root = this.open();
    this.version = this.#root.query('SELECT version()', 'TSVRaw').trim();
    this.timezone = this.#root.query('SELECT timezone()', 'TSVRaw').trim();
    this.#root.query('CREATE DATABASE IF NOT EXISTS front ENGINE = Memory');
    this.#root.query(PROCESSES_VIEW);
  }

  /** A session of its own, for one client; the caller closes it. */
  open(): Session {
    return new ChdbSession(this.#data, { connectionArgs: this.#args });
  }

  /** Runs a short statement of the server's own. */
  async execute(sql: string): Promise<string> {
    const result = await this.#root.queryAsync(sql, { format: 'TSVRaw' });
    return Buffer.from(result.bytes()).toString('utf8').trim();
  }

  /** Asks the engine to stop a client's query; it ends soon after. */
  async kill(queryId: string): Promise<void> {
    const ids = await this.execute(
      `SELECT engine_query_id FROM ${PROCESSES} WHERE query_id = ${quote(queryId)}`,
    );
    for (const id of ids.split('\n').filter(Boolean))
      await this.execute(`KILL QUERY WHERE query_id = ${quote(id)} ASYNC`);
  }

  /** Waits for what still runs, then lets go of the data folder. */
  async close(): Promise<void> {
    await drainPending();
    this.#root.close();
  }
}

export function quote(text: string): string {
  return `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
}

export function quoteIdentifier(name: string): string {
  return `\`${name.replace(/\\/g, '\\\\').replace(/`/g, '\\`')}\``;
}

const tagField = (name: keyof QueryTag): string => `JSONExtractString(tag, '${name}')`;

const PROCESSES_VIEW = `CREATE OR REPLACE VIEW ${PROCESSES} AS SELECT * EXCEPT (tag) REPLACE (
  ${tagField('id')} AS query_id, ${tagField('id')} AS initial_query_id,
  ${tagField('user')} AS user, ${tagField('user')} AS initial_user,
  toUInt8(2) AS interface, ${tagField('query')} AS query,
  mapUpdate(Settings, map('log_comment', ${tagField('comment')})) AS Settings
) FROM (SELECT *, query_id AS engine_query_id, Settings['log_comment'] AS tag FROM system.processes)
WHERE startsWith(tag, '{"id":')`;

/** The user is known to the engine too, so that system.users and SHOW GRANTS tell of it; passwords stay with us. */
function writeConfig(data: string, user: User): string {
  const folder = join(data, 'server-config');
  mkdirSync(folder, { recursive: true });
  const users = join(folder, 'users.xml');
  const config = join(folder, 'config.xml');
  const names = [...new Set(['default', user.name])];
  const entries = names.map(
    (name) =>
      `<${name}><no_password/><networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota><access_management>1</access_management></${name}>`,
  );
  writeFileSync(
    users,
    `<clickhouse><profiles><default/></profiles><quotas><default/></quotas><users>${entries.join('')}</users></clickhouse>\n`,
  );
  writeFileSync(config, `<clickhouse><users_config>${users}</users_config></clickhouse>\n`);
  return config;
}
