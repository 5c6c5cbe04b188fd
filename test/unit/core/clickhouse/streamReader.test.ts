import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ResultTable } from '../../../../src/core/clickhouse/resultTable';
import { StreamReader } from '../../../../src/core/clickhouse/streamReader';
import type { StreamEnd } from '../../../../src/core/clickhouse/streamReader';

const WORDS = "Value passed to 'throwIf' function is non-zero: while executing";
const MESSAGE = `Code: 395. DB::Exception: ${WORDS}. (FUNCTION_THROW_IF_VALUE_IS_NON_ZERO) (version 25.3.1 (official build))`;
const HEADER = '["n", "t"]\n["UInt64", "String"]\n';
const ROWS = `${HEADER}[1, "a"]\n[2, "b"]\n`;
const TAG = 'abcdefghijklmnop';

interface Read {
  readonly rows: readonly (readonly unknown[])[];
  readonly totals: readonly unknown[] | undefined;
  readonly end: StreamEnd;
}

function readBytes(bytes: Uint8Array, cuts: readonly number[] = []): Read {
  const table = new ResultTable({ rows: 100, bytes: 1_000_000 });
  const reader = new StreamReader(table);
  const edges = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  for (let index = 1; index < edges.length; index++) reader.push(bytes.slice(edges[index - 1], edges[index]));
  const end = reader.end();
  const snapshot = table.snapshot();
  return { rows: snapshot?.rows ?? [], totals: snapshot?.totals, end };
}

const read = (text: string, cuts?: readonly number[]): Read =>
  readBytes(new TextEncoder().encode(text), cuts);

function fails(text: string, code = 395): void {
  const { rows, end } = read(text);
  assert.deepEqual(rows, [
    ['1', 'a'],
    ['2', 'b'],
  ]);
  assert.ok(end.kind === 'failed', end.kind);
  assert.equal(end.error.code, code);
}

suite('clickhouse/streamReader', () => {
  test('rows with their header', () => {
    const { rows, end } = read(ROWS);
    assert.deepEqual(rows, [
      ['1', 'a'],
      ['2', 'b'],
    ]);
    assert.equal(end.kind, 'complete');
  });
  test('a header alone is an empty result', () =>
    assert.deepEqual(read(HEADER), { rows: [], totals: undefined, end: { kind: 'complete' } }));
  test('no answer at all is complete: the statement has none', () =>
    assert.equal(read('').end.kind, 'complete'));
  test('totals follow a blank line', () => {
    const { rows, totals } = read(`${ROWS}\n[3, ""]\n`);
    assert.equal(rows.length, 2);
    assert.deepEqual(totals, ['3', '']);
  });
  test('bytes that are not UTF-8 spoil their own cell only', () => {
    const bytes = new TextEncoder().encode(`${HEADER}[1, "é_"]\n`);
    bytes[bytes.indexOf(0x5f)] = 0xff;
    assert.deepEqual(readBytes(bytes).rows, [['1', '0xC3A9FF']]);
  });

  test('up to 25.10: the error is one more row with a single cell', () =>
    fails(`${ROWS}${JSON.stringify([MESSAGE])}\n`));
  test('in a table of one text column such a row at the end is an error', () => {
    const { rows, end } = read(`["t"]\n["String"]\n["a"]\n${JSON.stringify([MESSAGE])}\n`);
    assert.deepEqual(rows, [['a']]);
    assert.equal(end.kind, 'failed');
  });
  test('and anywhere else it is data, as from a log table', () => {
    const { rows, end } = read(`["t"]\n["String"]\n${JSON.stringify([MESSAGE])}\n["a"]\n`);
    assert.deepEqual(rows, [[MESSAGE], ['a']]);
    assert.equal(end.kind, 'complete');
  });
  test('plain text at the end', () => fails(`${ROWS}${MESSAGE}\n`));
  test('plain text without a line end', () => fails(`${ROWS}${MESSAGE}`));
  test('a marked block without tag', () => fails(`${ROWS}__exception__\n${MESSAGE}\n`));
  test('since 25.11: a tagged block', () =>
    fails(
      `${ROWS}\r\n__exception__\r\n${TAG}\r\n${MESSAGE}\n${MESSAGE.length + 1} ${TAG}\r\n__exception__\r\n`,
    ));
  test('a tagged block that interrupts a row', () =>
    fails(
      `${ROWS}[3, "c\r\n__exception__\r\n${TAG}\r\n${MESSAGE}\n${MESSAGE.length + 1} ${TAG}\r\n__exception__\r\n`,
    ));

  test('an end inside a row is no success', () => assert.equal(read(`${ROWS}[3, "c`).end.kind, 'broken-off'));
  test('nor is a row without a line end', () => assert.equal(read(`${ROWS}[3, "c"]`).end.kind, 'broken-off'));
  test('nor a row with too few cells', () => assert.equal(read(`${ROWS}[3]\n`).end.kind, 'broken-off'));
  test('nor half a header', () => assert.equal(read('["n"]\n').end.kind, 'broken-off'));
  test('nor an error cut short', () =>
    assert.equal(read(`${ROWS}__exception__\r\n${TAG}`).end.kind, 'broken-off'));

  test('a full table stops the reading', () => {
    const reader = new StreamReader(new ResultTable({ rows: 1, bytes: 1000 }));
    assert.equal(reader.push(new TextEncoder().encode(`${HEADER}[1, "a"]\n`)), true);
    assert.equal(reader.push(new TextEncoder().encode('[2, "b"]\n[3, "c"]\n')), false);
  });

  test('where the chunks are cut makes no difference', () => {
    const texts = [
      ROWS,
      `${ROWS}\n[3, ""]\n`,
      `${ROWS}[3, "é\u{1F600}"]\n`,
      `${ROWS}${JSON.stringify([MESSAGE])}\n`,
      `${ROWS}[3, "c\r\n__exception__\r\n${TAG}\r\n${MESSAGE}\n9 ${TAG}\r\n__exception__\r\n`,
    ];
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(fc.nat({ max: 400 })), (text, cuts) => {
        const size = new TextEncoder().encode(text).length;
        assert.deepEqual(
          read(
            text,
            cuts.map((cut) => Math.min(cut, size)),
          ),
          read(text),
        );
      }),
    );
  });
});
