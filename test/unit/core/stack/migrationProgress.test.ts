import assert from 'node:assert/strict';
import { migrationProgress } from '../../../../src/core/stack/migrationProgress';

const POSTGRES = [
  'Script executed successfully.',
  'Datasource "db": PostgreSQL database "langfuse", schema "public" at "postgres:5432"',
  '',
  '425 migrations found in prisma/migrations',
  '',
];
const POSTGRES_OVER = [...POSTGRES, 'No pending migrations to apply.'];

suite('migrationProgress', () => {
  const says = (expected: string | undefined, lines: readonly string[], head: number | undefined = 37) =>
    assert.equal(migrationProgress(lines, head), expected);

  test('before the first migration there is nothing to say', () => {
    says(undefined, []);
    says(undefined, ['Script executed successfully.']);
  });
  test('Postgres: those that this start applies, of all that there are', () => {
    says('migrating Postgres, 0 of at most 425', POSTGRES);
    says('migrating Postgres, 2 of at most 425', [
      ...POSTGRES,
      'Applying migration `20230518191501_init`',
      'Applying migration `20230518193415_add_observaionts_and_traces`',
    ]);
  });
  test('ClickHouse: the number of the last one, of the head of the version', () => {
    says('migrating ClickHouse', POSTGRES_OVER);
    says('migrating ClickHouse, 2 of 37', [
      ...POSTGRES_OVER,
      '1/u traces (249.113997ms)',
      '2/u observations (206.254517ms)',
    ]);
  });
  test('ClickHouse with a version that moves: the number alone', () => {
    assert.equal(
      migrationProgress([...POSTGRES_OVER, '2/u observations (206ms)'], undefined),
      'migrating ClickHouse, 2 done',
    );
  });
  test('afterwards there is nothing to say', () => {
    says(undefined, [...POSTGRES_OVER, '37/u analytics (1ms)']);
    says(undefined, [...POSTGRES_OVER, 'no change']);
    says(undefined, [...POSTGRES_OVER, '30/u x (1ms)', 'Running init scripts...']);
  });
  test('one that failed is not going on', () => {
    says(undefined, [...POSTGRES, 'Applying migration `x`', 'Error: P3018']);
    says(undefined, [
      ...POSTGRES_OVER,
      '3/u scores (1ms)',
      'error: migration failed in line 0: ALTER TABLE x',
    ]);
  });
});
