import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStack } from '../../src/adapters/stackFiles';
import { createSecrets, planSecrets } from '../../src/core/secrets/generate';
import { assertAgreement } from './compare';
import { environmentWith } from './composeConfig';

const samples = join(import.meta.dirname, '../../samples');

suite('the samples, as docker compose config has them', () => {
  test('as-written', async () => {
    assert.equal(await assertAgreement(join(samples, 'as-written'), {}), 'accepted');
  });

  test('ai-gateway without its secrets', async () => {
    assert.equal(await assertAgreement(join(samples, 'ai-gateway'), {}), 'refused');
  });

  test('ai-gateway with its secrets', async () => {
    const parent = await realpath(await mkdtemp(join(tmpdir(), 'langfuse-stack-compose-')));
    try {
      const folder = join(parent, 'ai-gateway');
      await cp(join(samples, 'ai-gateway'), folder, { recursive: true });
      const { project } = await readStack(folder, { environment: environmentWith({}) });
      const templateText = await readFile(join(folder, '.env.example'), 'utf8');
      const input = { project, envText: undefined, templateText };
      await writeFile(join(folder, '.env'), createSecrets(input, planSecrets(input), randomBytes));
      assert.equal(await assertAgreement(folder, {}), 'accepted');
    } finally {
      await rm(parent, { recursive: true, force: true });
    }
  });
});
