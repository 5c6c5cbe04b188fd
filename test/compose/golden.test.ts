import assert from 'node:assert/strict';
import golden from '../fixtures/env-compose-golden.json';
import { disagreements, inFolder } from './compare';
import type { Comparison } from './compare';
import { askCompose, composeVersion, environmentWith } from './composeConfig';
import { envFiles, scalars, templates, VARIABLES } from './stacksOf';
import { isBefore, scalarDifference, templateDifference } from './versionDifferences';
import type { VersionDifference } from './versionDifferences';

const SHELL = { SHELLV: 'from-shell', SHELLEMPTY: '' };

suite('the golden inputs, as the plugin at hand reads them', () => {
  test('env files', async () => {
    await assertAllAgree(
      golden.env.map(({ input }) => input),
      { stackOf: envFiles, variables: SHELL },
    );
  });

  test('templates', async () => {
    const inputs = golden.interpolation.map(({ input }) => input);
    await assertAllAgree(inputs, { stackOf: templates, variables: VARIABLES }, templateDifference);
  });

  test('YAML scalars', async () => {
    const inputs = golden.yamlEnvScalars.map(({ scalar }) => scalar);
    await assertAllAgree(inputs, { stackOf: scalars }, scalarDifference);
  });
});

/** All agree, but for what the plugin is too old for: that must differ just as it is listed. */
async function assertAllAgree(
  inputs: readonly string[],
  comparison: Comparison,
  differenceOf: (input: string) => VersionDifference | undefined = () => undefined,
): Promise<void> {
  const version = await composeVersion();
  const listed = (input: string): VersionDifference | undefined => {
    const difference = differenceOf(input);
    return difference !== undefined && isBefore(difference, version) ? difference : undefined;
  };
  const others = inputs.filter((input) => listed(input) === undefined);
  assert.deepEqual(await disagreements(others, comparison), []);
  for (const input of inputs) {
    const difference = listed(input);
    if (difference !== undefined) await assertDiffers(input, difference, comparison);
  }
}

async function assertDiffers(
  input: string,
  { before, reason }: VersionDifference,
  comparison: Comparison,
): Promise<void> {
  const kind = await inFolder(comparison.stackOf([input]), async (folder) => {
    return (await askCompose(folder, environmentWith(comparison.variables ?? {}))).kind;
  });
  assert.equal(kind, before === 'refuse' ? 'refusal' : 'model', `${input}: ${reason}`);
}
