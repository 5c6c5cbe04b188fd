import type { Location } from '../../text';
import { fixOf, replaceAt } from '../edits';
import { decidingPlace, read, textOf } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

interface Expectation {
  readonly name: string;
  readonly schemes: readonly string[];
  readonly scheme: string;
  readonly port: string;
  /** Ports of the other protocol. */
  readonly wrongPorts: readonly string[];
  readonly reason: string;
}

const EXPECTATIONS: readonly Expectation[] = [
  {
    name: 'CLICKHOUSE_URL',
    schemes: ['http', 'https'],
    scheme: 'http',
    port: '8123',
    wrongPorts: ['9000', '9440'],
    reason: 'Langfuse asks ClickHouse over HTTP',
  },
  {
    name: 'CLICKHOUSE_MIGRATION_URL',
    schemes: ['clickhouse'],
    scheme: 'clickhouse',
    port: '9000',
    wrongPorts: ['8123', '8443'],
    reason: "Migrations speak ClickHouse's native protocol",
  },
];

export const urlSchemePort: Rule = {
  code: 'clickhouse/url-scheme-port',
  severity: 'error',
  summary: 'A ClickHouse address has the scheme or port of the other protocol.',
  explanation:
    'Langfuse reaches ClickHouse in two ways. `CLICKHOUSE_URL` is HTTP, such as `http://clickhouse:8123`. `CLICKHOUSE_MIGRATION_URL` is the native protocol, such as `clickhouse://clickhouse:9000`, without a path or a query, because the start script appends one. A swapped port shows as `unexpected packet [72]` or `driver: bad connection`, a wrong scheme as `unknown driver`.',
  *check(stack) {
    for (const service of stack.langfuseServices) {
      for (const expectation of EXPECTATIONS) {
        const reading = read(stack, service, expectation.name);
        if (reading.kind !== 'known' || reading.text === '') continue;
        const { name, scheme, port, reason } = expectation;
        if (!isWrong(reading.text, expectation)) continue;
        const place = decidingPlace(stack, reading.variable);
        yield {
          at: place,
          message: `${reason}, so ${name} cannot work like this. Write it as ${scheme}://HOST:${port}.`,
          fixes: rewrite(stack, place, expectation),
        };
      }
    }
  },
};

const ADDRESS = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/?#:@\s]+|\[[0-9a-f:]+\])(?::(\d+))?([/?#].*)?$/i;

function isWrong(url: string, { schemes, wrongPorts, scheme }: Expectation): boolean {
  const match = ADDRESS.exec(url);
  // With credentials or anything else unusual the address is left to its author.
  if (match === null) return false;
  const [, written, , port, rest] = match;
  if (written === undefined || !schemes.includes(written.toLowerCase())) return true;
  if (port !== undefined && wrongPorts.includes(port)) return true;
  return scheme === 'clickhouse' && rest !== undefined && rest !== '/';
}

function rewrite(stack: StackContext, place: Location, { scheme, port, schemes }: Expectation) {
  const written = /^(["']?)(.*)\1$/s.exec(textOf(stack, place));
  const [, quote = '', url = ''] = written ?? [];
  const match = ADDRESS.exec(url);
  // A host that comes from a variable is not taken apart.
  if (match === null || url.includes('$')) return [];
  const [, oldScheme = '', host = '', oldPort] = match;
  const isNonStandard = oldPort !== undefined && !/^(?:8123|8443|9000|9440)$/.test(oldPort);
  const keptScheme = schemes.includes(oldScheme) ? oldScheme : scheme;
  const fixed = `${keptScheme}://${host}:${isNonStandard ? oldPort : portFor(keptScheme, port)}`;
  return fixOf(`Write ${fixed}`, [replaceAt(place, quote + fixed + quote)]);
}

function portFor(scheme: string, port: string): string {
  return scheme === 'https' ? '8443' : port;
}
