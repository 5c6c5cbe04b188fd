/** What Langfuse does in its database, migrations included, by the names of ClickHouse. */
export const NEEDED_GRANTS = [
  'SELECT',
  'INSERT',
  'CREATE TABLE',
  'CREATE VIEW',
  'DROP TABLE',
  'DROP VIEW',
  'ALTER UPDATE',
  'ALTER DELETE',
  'ALTER ADD COLUMN',
  'ALTER MODIFY COLUMN',
  'ALTER ADD INDEX',
  'ALTER DROP INDEX',
  'ALTER MATERIALIZE INDEX',
] as const;

/** Groups that the names do not give away; `CREATE` implies `CREATE TABLE` without being listed. */
const GROUPS: ReadonlyMap<string, RegExp> = new Map([
  ['ALL', /^/],
  ['ALL PRIVILEGES', /^/],
  ['ALTER TABLE', /^ALTER (?!VIEW\b)/],
  ['ALTER COLUMN', /^ALTER (?:ADD|MODIFY|DROP|CLEAR|COMMENT|RENAME) COLUMN$/],
  ['ALTER INDEX', /^ALTER (?:ADD|DROP|MATERIALIZE|CLEAR) INDEX$/],
]);

/** `roles`: rights come from roles, whose own rights the answer does not tell. */
export type Grants =
  | { readonly kind: 'missing'; readonly privileges: readonly string[] }
  | { readonly kind: 'roles'; readonly names: string };

/** Reads what `SHOW GRANTS` prints: which of the needed rights the user does not have on all of a database. */
export function missingGrants(output: string, database: string): Grants {
  const held = new Set<string>();
  let roles: string | undefined;
  for (const line of output.split('\n')) {
    const statement = /^(GRANT|REVOKE) (.+?)(?: ON (.+?))? (?:TO|FROM) /.exec(line.trim());
    if (statement === null) continue;
    const [, verb, privileges = '', scope] = statement;
    if (scope === undefined) {
      roles = privileges;
      continue;
    }
    if (verb === 'GRANT' && !isWhole(scope, database)) continue;
    if (verb === 'REVOKE' && !touches(scope, database)) continue;
    // Rights on single columns are none on the table.
    const names = privileges.split(/, (?![^(]*\))/).filter((name) => !name.includes('('));
    for (const needed of NEEDED_GRANTS) {
      if (!names.some((name) => implies(name, needed))) continue;
      if (verb === 'GRANT') held.add(needed);
      else held.delete(needed);
    }
  }
  const privileges = NEEDED_GRANTS.filter((needed) => !held.has(needed));
  return privileges.length > 0 && roles !== undefined
    ? { kind: 'roles', names: roles }
    : { kind: 'missing', privileges };
}

function implies(granted: string, needed: string): boolean {
  return granted === needed || needed.startsWith(`${granted} `) || GROUPS.get(granted)?.test(needed) === true;
}

function isWhole(scope: string, database: string): boolean {
  const [first = '', table] = scopeParts(scope);
  if (table !== '*') return false;
  return first.endsWith('*') ? database.startsWith(first.slice(0, -1)) : first === database;
}

function touches(scope: string, database: string): boolean {
  const [first = ''] = scopeParts(scope);
  return first === '*' || first === database;
}

/** Database and table, without their quotes. */
function scopeParts(scope: string): readonly string[] {
  return [...scope.matchAll(/`((?:[^`\\]|\\.)*)`(\*?)|[^.`]+/g)].map(([whole, quoted, star]) =>
    quoted === undefined ? whole : quoted.replace(/\\(.)/g, '$1') + (star ?? ''),
  );
}
