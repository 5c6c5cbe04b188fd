import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  displayBytes,
  displayValue,
  isNumericType,
  splitCells,
} from '../../../../src/core/clickhouse/values';

/** A row as the server writes it, with digits that a JavaScript number cannot hold. */
const jsonCell: fc.Arbitrary<string> = fc.oneof(
  fc.bigInt().map(String),
  fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
  fc.constantFrom('null', 'true', '-0', '1e300', '0.10', '[]', '{}'),
  fc.json({ maxDepth: 2 }),
);

suite('clickhouse/values', () => {
  test('cells keep their source text', () =>
    assert.deepEqual(splitCells('[18446744073709551615, 1.10, "a,]\\"", null, {"k":[1,"]"],"k":2}]'), [
      '18446744073709551615',
      '1.10',
      '"a,]\\""',
      'null',
      '{"k":[1,"]"],"k":2}',
    ]));
  test('a row without columns', () => assert.deepEqual(splitCells('[]'), []));
  test('a row cut short is no row', () => {
    for (const line of ['["a"', '["a]', '[1, {"a":1', '1]', '', '[1] x'])
      assert.equal(splitCells(line), undefined, line);
  });
  test('any row is split into the cells it was made of', () => {
    fc.assert(
      fc.property(fc.array(jsonCell, { minLength: 1 }), fc.constantFrom(',', ', '), (cells, comma) => {
        assert.deepEqual(splitCells(`[${cells.join(comma)}]`), cells);
      }),
    );
  });

  const shows = (source: string, type: string, expected: string | null): void =>
    assert.equal(displayValue(source, type), expected);
  test('every digit stays', () =>
    shows('115792089237316195423570985008687907853', 'UInt256', '115792089237316195423570985008687907853'));
  test('quoted numbers lose their quotes', () =>
    shows('"18446744073709551615"', 'UInt64', '18446744073709551615'));
  test('zeros of a decimal stay', () => shows('1.1000', 'Decimal(9, 4)', '1.1000'));
  test('nanoseconds stay', () =>
    shows('"2024-01-02 03:04:05.123456789"', 'DateTime64(9)', '2024-01-02 03:04:05.123456789'));
  test('strings are decoded', () => shows('"a\\n\\u0000\\"b"', 'String', 'a\n\0"b'));
  test('NULL is not the text NULL', () => {
    shows('null', 'Nullable(String)', null);
    shows('"NULL"', 'String', 'NULL');
  });
  test('a float that cannot be NULL is nan or inf', () => shows('null', 'Float64', 'nan or inf'));
  test('a float that can be NULL is NULL', () => shows('null', 'Nullable(Float64)', null));
  test('a map keeps double keys and their order', () =>
    shows('{"10":1,"9":2,"10":3}', 'Map(UInt8, UInt8)', '{"10":1,"9":2,"10":3}'));

  test('bytes that are no text are shown in hex', () =>
    assert.equal(displayBytes('"\xc3(\xff"', 'String'), '0xC328FF'));
  test('text beside them stays text', () => assert.equal(displayBytes('"\xc3\xa9"', 'String'), 'é'));

  test('numbers align right, through their wrappers', () => {
    for (const type of [
      'UInt8',
      'Int256',
      'Float32',
      'BFloat16',
      'Decimal(9, 2)',
      'Nullable(Int64)',
      'LowCardinality(Nullable(UInt8))',
    ])
      assert.ok(isNumericType(type), type);
    for (const type of ['String', 'DateTime', 'Array(UInt8)', 'IPv4', 'Map(Int8, Int8)', 'Interval'])
      assert.ok(!isNumericType(type), type);
  });
});
