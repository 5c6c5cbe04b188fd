import type { Value } from '../secret';
import type { ClickHouseLogin } from './consumer';
import type { Execution } from './probe';

/** A query, asked with the login of a consumer by the client in a container. Columns are separated by tabs. */
export function clickHouseQuery(
  container: string,
  { host, user, password }: ClickHouseLogin,
  sql: string,
): Execution {
  return {
    container,
    argv: ['clickhouse-client', '--host', host, '--query', sql],
    // Read by the client itself, so that neither is an argument.
    environment: new Map<string, Value>([
      ['CLICKHOUSE_USER', user],
      ['CLICKHOUSE_PASSWORD', password],
    ]),
  };
}

export function quoteName(name: string): string {
  return `\`${name.replace(/[\\`]/g, '\\$&')}\``;
}

export function quoteText(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
