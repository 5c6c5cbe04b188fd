/** What ClickHouse says about a failed statement: `Code: 60. DB::Exception: … (UNKNOWN_TABLE) (version …)`. */
export interface ServerError {
  /** 0 when the text has none. */
  readonly code: number;
  /** Such as `UNKNOWN_TABLE`; empty when the server does not say. */
  readonly name: string;
  /** The server's own words, without code, name, version and the long list of tokens it would have accepted. */
  readonly message: string;
  /** From 0, in UTF-8 bytes of the statement. */
  readonly byteOffset: number | undefined;
}

const EXPECTED_TOKENS_SHOWN = 5;

/** Undefined when the text is not an exception of ClickHouse. */
export function parseServerError(text: string): ServerError | undefined {
  const opening =
    /Code: (\d+)\. ?(?:DB::Exception|DB::NetException|Coordination::Exception|Poco::Exception)?[.:]? ?/.exec(
      text,
    );
  if (opening === null) return undefined;
  // Servers since 25.11 close the message with its length and a tag; older ones end after the version.
  const body = text.slice(opening.index + opening[0].length);
  const closing = /\s*(?:\(([A-Z][A-Z0-9_]+)\))?\s*\(version [^\n]*\)/.exec(body);
  const message = closing === null ? body : body.slice(0, closing.index);
  const position = /failed at position (\d+)/.exec(message)?.[1];
  return {
    code: Number(opening[1]),
    name: closing?.[1] ?? '',
    message: shortenExpectations(message.replace(/[\s.]+$/, '.')),
    byteOffset: position === undefined ? undefined : Number(position) - 1,
  };
}

function shortenExpectations(message: string): string {
  return message.replace(/Expected one of: (.*)$/s, (whole, list: string) => {
    const tokens = list.split(', ');
    if (tokens.length <= EXPECTED_TOKENS_SHOWN) return whole;
    return `Expected one of: ${tokens.slice(0, EXPECTED_TOKENS_SHOWN).join(', ')}, …`;
  });
}

/** ClickHouse counts bytes of UTF-8, editors count UTF-16 units. Clamped to the text. */
export function utf16Offset(text: string, byteOffset: number): number {
  let bytes = 0;
  let offset = 0;
  for (const character of text) {
    if (bytes >= byteOffset) break;
    bytes += utf8Length(character.codePointAt(0) ?? 0);
    offset += character.length;
  }
  return offset;
}

function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

export interface Explanation {
  /** What happened, in one sentence. */
  readonly what: string;
  /** What to do next, in one sentence; empty when the server's words say it. */
  readonly next: string;
}

const RECREATE =
  'Compare CLICKHOUSE_USER and CLICKHOUSE_PASSWORD of the services, then run Up to recreate them.';
const WRONG_CREDENTIALS: Explanation = { what: 'ClickHouse refused the user or password.', next: RECREATE };
const NO_KEEPER: Explanation = {
  what: 'The statement needs a Keeper, which a single node does not have.',
  next: 'Set CLICKHOUSE_CLUSTER_ENABLED=false and leave ON CLUSTER and Replicated engines out.',
};
const DAMAGED: Explanation = {
  what: 'A data file is missing or damaged.',
  next: 'Back up the volume first, then look at system.detached_parts and the server log.',
};

const EXPLANATIONS: Readonly<Record<number, Explanation>> = {
  36: { what: 'ClickHouse does not accept an argument.', next: '' },
  40: DAMAGED,
  46: {
    what: 'This version of ClickHouse has no such function.',
    next: 'Check its spelling and SELECT version().',
  },
  47: {
    what: 'There is no such column here.',
    next: 'Check its spelling. Text goes in single quotes: double quotes name a column.',
  },
  48: { what: 'This version or engine of ClickHouse cannot do that.', next: '' },
  60: {
    what: 'There is no such table.',
    next: "Langfuse's tables appear with its first start; log tables under system exist only where they are enabled.",
  },
  62: { what: 'The statement is not valid SQL.', next: '' },
  76: DAMAGED,
  81: {
    what: 'There is no such database.',
    next: 'ClickHouse creates the one named by CLICKHOUSE_DB at its first start only: create it, or use "default" in every service.',
  },
  107: DAMAGED,
  139: NO_KEEPER,
  158: { what: 'The statement reads more rows than its limit allows.', next: 'Narrow its time range.' },
  159: {
    what: 'ClickHouse stopped the statement at its time limit.',
    next: 'Narrow its time range, or raise langfuseStack.notebook.maxSeconds.',
  },
  160: { what: 'ClickHouse expects the statement to take too long.', next: 'Narrow its time range.' },
  164: {
    what: 'This notebook is read-only, so ClickHouse refused the statement.',
    next: 'Run statements that change something with clickhouse-client inside the container.',
  },
  192: WRONG_CREDENTIALS,
  193: WRONG_CREDENTIALS,
  194: WRONG_CREDENTIALS,
  201: {
    what: "The user's quota is used up.",
    next: 'SELECT * FROM system.quota_usage shows when it starts anew.',
  },
  202: {
    what: 'ClickHouse already runs as many queries as it may.',
    next: 'SELECT query_id, elapsed, query FROM system.processes shows them.',
  },
  210: { what: 'ClickHouse lost a network connection.', next: 'Check that its container is running.' },
  225: NO_KEEPER,
  241: {
    what: 'The statement ran out of memory.',
    next: 'Read fewer columns or a narrower time range; "(total)" in the message means that the whole server is at its limit.',
  },
  243: {
    what: 'The disk of ClickHouse is full.',
    next: 'Free space: old system log tables are the usual cause.',
  },
  252: {
    what: 'A table has too many parts: data arrives in smaller pieces than merges can follow.',
    next: 'Find out why merges stop before raising a limit.',
  },
  307: { what: 'The statement reads more bytes than its limit allows.', next: 'Narrow its time range.' },
  394: { what: 'The statement was cancelled on the server.', next: '' },
  396: { what: 'The result is larger than its limit allows.', next: 'Add a LIMIT.' },
  452: { what: "The user's profile does not allow this setting.", next: 'Leave the setting out.' },
  456: { what: 'A query parameter has no value.', next: 'Replace {name:Type} by a value.' },
  457: { what: 'The value of a query parameter does not fit its type.', next: '' },
  497: { what: 'The user may not do this.', next: 'The message names the grant that is missing.' },
  516: WRONG_CREDENTIALS,
  701: {
    what: 'There is no such cluster.',
    next: 'Set CLICKHOUSE_CLUSTER_ENABLED=false, or name the cluster as remote_servers does.',
  },
  735: { what: 'The statement was cancelled on the server.', next: '' },
  999: NO_KEEPER,
};

export function explainError({ code }: Pick<ServerError, 'code'>): Explanation {
  return EXPLANATIONS[code] ?? { what: 'ClickHouse could not run the statement.', next: '' };
}

/** The login failed: nothing about the statement is wrong. */
export function isAuthenticationError({ code }: Pick<ServerError, 'code'>): boolean {
  return code === 516 || code === 192 || code === 193 || code === 194;
}
