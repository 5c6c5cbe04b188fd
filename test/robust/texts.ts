import fc from 'fast-check';

/** What YAML gives a meaning, and what slips look like. */
export const yamlPieces: readonly string[] = [
  ...[' ', '  ', '\n', '\n  ', '\n    ', '\n\n', '\r\n', '\t', 'a', 'x', '0', '~', '$', 'é'],
  ...[':', ': ', ':\n', '- ', '-', '\n- ', '? ', '?', '#', ' #', '\n#', ',', '[', ']', '{', '}'],
  ...['"', "'", '""', "''", '\\', '\\n', '&a ', '*a', '<<: *a', '!reset ', '!override ', '!x ', '!!str '],
  ...['|', '|\n', '| ', '|-', '>', '>\n', '>-\n', '|+\n', '---', '\n---\n', '...', '%', '@', '`', 'b: c'],
];

/** What the dialect of `.env` files and references give a meaning. */
export const envPieces: readonly string[] = [
  ...['\n', '\r\n', '\r', ' ', '\t', '=', ':', '#', ' #', '"', "'", '`', '\\', '\\"', '\\\n', '\ufeff'],
  ...[
    '$',
    '$$',
    '${',
    '}',
    '${A}',
    '${A:-',
    '${A:?x}',
    '${A-${B',
    '$A',
    'export ',
    'A',
    'B=',
    '\nA=',
    '\u0085',
  ],
];

/** A stretch of one of the texts with a few pieces put in and a few characters taken out. */
export function mutated(texts: readonly string[], pieces: readonly string[]): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    piece: fc.constantFrom('', ...pieces),
    removed: fc.nat({ max: 3 }),
  });
  const stretch = fc.record({
    text: fc.constantFrom(...texts),
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    lines: fc.integer({ min: 1, max: 30 }),
  });
  return fc
    .tuple(stretch, fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([{ text, from, lines }, changes]) => {
      const all = text.split('\n');
      const first = Math.floor(from * Math.max(0, all.length - lines));
      return changes.reduce(
        (result, { at, piece, removed }) => {
          const offset = Math.floor(at * result.length);
          return result.slice(0, offset) + piece + result.slice(offset + removed);
        },
        all.slice(first, first + lines).join('\n'),
      );
    });
}
