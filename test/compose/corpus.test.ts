import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStack } from '../../src/adapters/stackFiles';
import { assertAgreement } from './compare';
import { askCompose, composeVersion, environmentWith } from './composeConfig';
import type { Variables } from './composeConfig';
import { corpusDifferences, isBefore } from './versionDifferences';
import type { VersionDifference } from './versionDifferences';

const corpus = join(import.meta.dirname, '../fixtures/compose');

suite('stacks of the corpus, as docker compose config has them', () => {
  for (const name of readdirSync(corpus)) {
    const folder = join(corpus, name);
    test(name, async () => {
      const variables = variablesOf(folder);
      const difference = corpusDifferences[name];
      if (difference !== undefined && isBefore(difference, await composeVersion())) {
        await assertDifference(folder, variables, difference);
        return;
      }
      // The name says it, so that a slip in a fixture does not turn it into one that both refuse.
      const expected = name.startsWith('refused-') ? 'refused' : 'accepted';
      assert.equal(await assertAgreement(folder, variables), expected);
    });
  }

  test('every listed difference names a stack', () => {
    for (const name of Object.keys(corpusDifferences)) assert.ok(existsSync(join(corpus, name)), name);
  });
});

/** The process environment that a stack's `case.json` asks for. */
function variablesOf(folder: string): Variables {
  const path = join(folder, 'case.json');
  if (!existsSync(path)) return {};
  return (JSON.parse(readFileSync(path, 'utf8')) as { readonly environment: Variables }).environment;
}

async function assertDifference(
  folder: string,
  variables: Variables,
  { before, reason }: VersionDifference,
): Promise<void> {
  const environment = environmentWith(variables);
  const { project } = await readStack(folder, { environment });
  const { kind } = await askCompose(folder, environment);
  assert.equal(kind, before === 'refuse' ? 'refusal' : 'model', reason);
  assert.equal(project.problems.length > 0, before === 'accept', reason);
}
