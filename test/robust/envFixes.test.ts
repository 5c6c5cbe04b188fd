import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Diagnostic } from '../../src/core/diagnostic';
import { applyFileEdits, checkFiles, resolveTexts } from '../unit/support/checkRule';
import { assertOthersUnchanged } from '../unit/support/unchangedOthers';

/** Fixes on files that nobody would write, where they must do no more harm than on those that somebody does. */
suite('fixes of env files', () => {
  const piece = fc.constantFrom(
    ...['A', 'B', 'C_KEY', 'A-B', '=', '=', '=', ':', '+=', '"', "'", '`', ' ', ' ', '\t', '\n', '\n', '\n'],
    ...[
      '\r\n',
      '\r',
      '#',
      ' # n',
      '$A',
      '${B}',
      '${C_KEY:-d}',
      '${A:?m}',
      '$$',
      '${',
      '\\',
      '\\n',
      '\\$',
      '\\"',
    ],
    ...[
      'x',
      'y z',
      'C:\\new',
      'export ',
      'set ',
      '- ',
      '[s]',
      '//',
      '\u200b',
      '\u00a0',
      '“q”',
      '1',
      'changeme',
    ],
  );
  const text = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));
  const compose =
    'services:\n  web:\n    image: "app:${A:-1}${C_KEY-2}"\n    environment: [B, "X=${A}"]\n    env_file: web.env\n';
  const count = (found: readonly Diagnostic[], code: string) =>
    found.filter((finding) => finding.code === code).length;

  test('each resolves its finding and changes only what it touches', () => {
    fc.assert(
      fc.property(text, text, (env, own) => {
        const files = { 'compose.yaml': compose, '.env': env, 'web.env': own };
        const before = checkFiles(files);
        for (const { code, path, fixes } of before) {
          if (!code.startsWith('env/')) continue;
          for (const { title, edits } of fixes) {
            const fixed = applyFileEdits(files, edits);
            const what = `${code} in ${path}: ${title} gives ${JSON.stringify(fixed)}`;
            assert.ok(count(checkFiles(fixed), code) <= count(before, code), what);
            assertOthersUnchanged(
              { project: resolveTexts(files, {}), files },
              { project: resolveTexts(fixed, {}), files: fixed },
              edits,
            );
          }
        }
      }),
      { seed: 20260801, numRuns: 100 },
    );
  });
});
