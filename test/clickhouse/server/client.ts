// `clickhouse-client` as operators use it: over HTTP to the server, with the user and password of the environment
// unless options say otherwise; output, errors and exit codes as the real one's.
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';

interface Invocation {
  host: string;
  user: string;
  password: string;
  database: string | undefined;
  format: string | undefined;
  showTime: boolean;
  queries: string[];
  readonly settings: Map<string, string>;
}

const FLAGS = new Set(['-n', '--multiquery', '-m', '--multiline', '-s', '--secure', '--ask-password']);
const SHORT: Readonly<Record<string, string>> = {
  '-h': '--host',
  '-u': '--user',
  '-q': '--query',
  '-d': '--database',
  '-f': '--format',
  '-t': '--time',
  '-E': '--vertical',
  '-V': '--version',
};

async function main(): Promise<number> {
  const invocation = parse(process.argv.slice(2));
  if (process.stdin.isTTY && invocation.queries.length === 0) return converse(invocation);
  const input = process.stdin.isTTY ? '' : await text(process.stdin);
  const queries = invocation.queries.length > 0 ? invocation.queries : [input];
  for (const query of queries.flatMap(split)) {
    const data = /^\s*INSERT/i.test(query) && invocation.queries.length > 0 ? input : '';
    const code = await send(invocation, query, data);
    if (code !== 0) return code;
  }
  return 0;
}

/** Answers one line after the other until `exit`, or the end of the input. */
async function converse(invocation: Invocation): Promise<number> {
  process.stdout.write(`Connecting to ${invocation.host}:9000 as user ${invocation.user}.\n\n`);
  const lines = createInterface({
    input: process.stdin,
    output: process.stdout,
    prompt: `${hostname()} :) `,
  });
  lines.prompt();
  for await (const line of lines) {
    if (/^\s*(?:exit|quit)\s*;?\s*$/i.test(line)) break;
    for (const query of split(line)) await send(invocation, query, '');
    lines.prompt();
  }
  process.stdout.write('Bye.\n');
  return 0;
}

function parse(argv: readonly string[]): Invocation {
  const { env } = process;
  const invocation: Invocation = {
    host: 'localhost',
    user: env['CLICKHOUSE_USER'] || 'default',
    password: env['CLICKHOUSE_PASSWORD'] ?? '',
    database: undefined,
    format: undefined,
    showTime: false,
    queries: [],
    settings: new Map(),
  };
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (FLAGS.has(word)) continue;
    const [, long = word, inline] = /^(--[^=]+)=([\s\S]*)$/.exec(word) ?? [];
    const name = SHORT[long] ?? long;
    const value = () => inline ?? rest.shift() ?? '';
    if (name === '--host') invocation.host = value();
    else if (name === '--port') value();
    else if (name === '--user') invocation.user = value();
    else if (name === '--password') invocation.password = value();
    else if (name === '--query') invocation.queries.push(value());
    else if (name === '--queries-file') invocation.queries.push(readFileSync(value(), 'utf8'));
    else if (name === '--database') invocation.database = value();
    else if (name === '--format') invocation.format = value();
    else if (name === '--time') invocation.showTime = true;
    else if (name === '--vertical') invocation.format = 'Vertical';
    else if (name.startsWith('--')) invocation.settings.set(name.slice(2), value());
  }
  return invocation;
}

/** Statements of one text. A semicolon inside quotes or a comment does not part them. */
function split(text: string): string[] {
  const parts = text.match(/(?:'(?:\\[\s\S]|[^'\\])*'|"(?:\\[\s\S]|[^"\\])*"|`[^`]*`|--[^\n]*|[^;])+/g) ?? [];
  return parts.map((part) => part.trim()).filter(Boolean);
}

async function send(invocation: Invocation, query: string, data: string): Promise<number> {
  const { host, user, password, database, settings, showTime } = invocation;
  const format = invocation.format ?? (process.stdout.isTTY ? 'PrettyCompact' : 'TabSeparated');
  const url = new URL(`http://${host === 'localhost' ? '127.0.0.1' : host}:8123/`);
  url.search = new URLSearchParams({
    default_format: format,
    ...(database !== undefined && { database }),
    ...Object.fromEntries(settings),
  }).toString();
  const startedAt = performance.now();
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': password },
      body: data === '' ? query : `${query}\n${data}`,
    });
  } catch {
    process.stderr.write(`Code: 210. DB::NetException: Connection refused (${host}:9000). (NETWORK_ERROR)\n`);
    return 210;
  }
  const code = Number(response.headers.get('x-clickhouse-exception-code') ?? 0);
  const body = await response.text();
  if (code === 0) {
    process.stdout.write(body);
    if (showTime) process.stderr.write(`${((performance.now() - startedAt) / 1000).toFixed(3)}\n`);
    return 0;
  }
  const message = /^Code: \d+\. DB::Exception: ([\s\S]*?) \(version [^\n]*$/m.exec(body)?.[1] ?? body;
  process.stderr.write(
    `Code: ${code}. DB::Exception: Received from ${host}:9000. DB::Exception: ${message}\n`,
  );
  return code % 256;
}

// Not process.exit: a pipe that is still draining must get everything.
void main().then((code) => (process.exitCode = code));
