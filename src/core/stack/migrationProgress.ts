/**
 * How far the migrations are that Langfuse web runs before it serves, such as `migrating ClickHouse, 12 of 37`, by what
 * it has printed since its start. Undefined before them, afterwards, and when they have failed. `head` is the last
 * ClickHouse migration that its version brings; undefined when it is not known.
 */
export function migrationProgress(lines: readonly string[], head: number | undefined): string | undefined {
  let state: State = { kind: 'none' };
  for (const line of lines) state = next(state, line, head);
  switch (state.kind) {
    case 'none':
      return undefined;
    case 'postgres':
      // Prisma says how many there are, not how many were applied by an earlier start.
      return `migrating Postgres, ${state.done} of at most ${state.total}`;
    case 'clickhouse':
      return `migrating ClickHouse${countOf(state.version, head)}`;
  }
}

type State =
  | { readonly kind: 'none' }
  | { readonly kind: 'postgres'; readonly done: number; readonly total: number }
  /** The version is that of the last migration which this start has applied. */
  | { readonly kind: 'clickhouse'; readonly version: number | undefined };

const NONE: State = { kind: 'none' };
/** Prisma: `425 migrations found in prisma/migrations`. */
const FOUND = /^(\d+) migrations? found in /;
const APPLYING = 'Applying migration `';
const POSTGRES_DONE = /^(?:No pending migrations to apply|All migrations have been successfully applied)/;
/** golang-migrate: `12/u traces_index (73.5ms)`. They are numbered without a gap. */
const APPLIED = /^(\d+)\/u /;
const OVER = /^no change$|^error: |^Error: |failed|^Exiting|Running init scripts|Ready in /;

function next(state: State, line: string, head: number | undefined): State {
  const found = FOUND.exec(line);
  if (found !== null) return { kind: 'postgres', done: 0, total: Number(found[1]) };
  const applied = APPLIED.exec(line);
  if (applied !== null) {
    const version = Number(applied[1]);
    return version === head ? NONE : { kind: 'clickhouse', version };
  }
  if (state.kind === 'postgres') {
    if (line.startsWith(APPLYING)) return { ...state, done: state.done + 1 };
    if (POSTGRES_DONE.test(line)) return { kind: 'clickhouse', version: undefined };
  }
  return OVER.test(line) ? NONE : state;
}

function countOf(version: number | undefined, head: number | undefined): string {
  if (version === undefined) return '';
  return head === undefined ? `, ${version} done` : `, ${version} of ${Math.max(version, head)}`;
}
