import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readStack } from '../../src/adapters/stackFiles';
import { modelsWithOneKey } from '../unit/support/shapeTrees';
import { inFolder } from './compare';
import { askCompose, environmentWith } from './composeConfig';

/** Fixed, so that every run is the same; set LANGFUSE_STACK_SEED to look further. A failure prints it. */
const seed = Number(process.env['LANGFUSE_STACK_SEED'] ?? 20_260_801);
const runs = Number(process.env['LANGFUSE_STACK_RUNS'] ?? 150);

/** Keys of a service that are left out, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  pre_start: 'Newer than the plugin may be.',
};

/** Where both mean to refuse different things, each by what compose says or by what we say. */
const DIFFERENCES: readonly (readonly [RegExp, string])[] = [
  [
    /compose\/invalid-port/,
    'Compose leaves a host port or a protocol that is none to the engine, which refuses it.',
  ],
  [/MarshalJSON for type types.SSHKey/, 'It reads the keys, but cannot print them as JSON.'],
];

/** What a tree may refer to. */
const DECLARED = {
  networks: { a: {}, b: {} },
  volumes: { a: {}, b: {} },
  secrets: { a: { file: 'f' }, b: { file: 'f' } },
  configs: { a: { file: 'f' }, b: { file: 'f' } },
  models: { a: { model: 'm' }, b: { model: 'm' } },
};

suite('models with one key of their own, as docker compose config takes them', () => {
  test('both take it, or both refuse it', async () => {
    const models = modelsWithOneKey(new Set(Object.keys(LEFT_OUT)));
    const property = fc.asyncProperty(models, async (model) => {
      const services = { b: { image: 'y' }, ...(model['services'] as object) };
      assert.equal(await disagreement(JSON.stringify({ ...DECLARED, ...model, services })), undefined);
    });
    await fc.assert(property, { seed, numRuns: runs, interruptAfterTimeLimit: 200_000 });
  });
});

async function disagreement(compose: string): Promise<string | undefined> {
  return inFolder({ 'compose.yaml': compose, a: '', f: '' }, async (folder) => {
    const environment = environmentWith({});
    const { project } = await readStack(folder, { environment });
    const answer = await askCompose(folder, environment);
    const ours = project.problems.map(({ code, message }) => `${code} ${message}`).join(' ');
    const theirs = answer.kind === 'refusal' ? answer.why : '';
    if ((ours === '') === (theirs === '')) return undefined;
    const said = `${ours}${theirs}`;
    return DIFFERENCES.some(([pattern]) => pattern.test(said)) ? undefined : said;
  });
}
