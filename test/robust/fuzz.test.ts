import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseEnv } from '../../src/core/env/parse';
import { evaluateTemplate, parseTemplate } from '../../src/core/env/template';
import { checkTexts } from './check';
import { envPieces, mutated, yamlPieces } from './texts';

/** Fixed, so that every run is the same; set LANGFUSE_STACK_SEED to look further. A failure prints it. */
const seed = Number(process.env['LANGFUSE_STACK_SEED'] ?? 20_260_801);

const file = (path: string): string => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');
const composeTexts = [
  file('samples/ai-gateway/compose.yaml'),
  file('samples/as-written/docker-compose.yml'),
  file('test/fixtures/langfuse/v3/compose.yaml'),
  file('test/fixtures/langfuse/v4/compose.yaml'),
];
const envTexts = [file('samples/ai-gateway/.env.example'), file('samples/as-written/.env')];

/** What a disk may hold: any bytes, read as the loader reads them. */
const anyText = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('utf8'));
const envText = fc.oneof(
  mutated(envTexts, envPieces),
  fc.array(fc.constantFrom(...envPieces), { maxLength: 40 }).map((pieces) => pieces.join('')),
  anyText,
);
const composeText = fc.oneof(
  { weight: 4, arbitrary: mutated(composeTexts, [...yamlPieces, ...envPieces]) },
  {
    weight: 1,
    arbitrary: fc.array(fc.constantFrom(...yamlPieces), { maxLength: 40 }).map((all) => all.join('')),
  },
  { weight: 1, arbitrary: anyText },
);

suite('any text', () => {
  test('is an env file whose pieces cover it', () =>
    fc.assert(
      fc.property(envText, (text) => {
        let end = 0;
        for (const { span } of parseEnv(text).items) {
          assert.equal(span.start, end);
          assert.ok(span.end > span.start);
          end = span.end;
        }
        assert.equal(end, text.length);
      }),
      { seed, numRuns: 4000 },
    ));

  test('is a template whose references lie in it', () =>
    fc.assert(
      fc.property(envText, (text) => {
        const { references, failures } = evaluateTemplate(parseTemplate(text), (name) => name);
        for (const { span } of [...failures, ...references.map(({ reference }) => reference)])
          assert.ok(0 <= span.start && span.start < span.end && span.end <= text.length);
      }),
      { seed, numRuns: 4000 },
    ));

  test('is checked, as a stack and as its .env, with the same result each time', () =>
    fc.assert(
      fc.property(composeText, envText, (compose, env) => {
        const texts = { 'compose.yaml': compose, '.env': env };
        assert.deepEqual(checkTexts(texts), checkTexts(texts));
      }),
      { seed, numRuns: 1500 },
    ));

  test('is checked when it is cut off anywhere', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...composeTexts),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (text, at) => {
          checkTexts({
            'compose.yaml': text.slice(0, Math.floor(at * text.length)),
            '.env': envTexts[0] ?? '',
          });
        },
      ),
      { seed, numRuns: 300 },
    ));
});
