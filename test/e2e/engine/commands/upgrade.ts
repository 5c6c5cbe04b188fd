import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandStack } from './commandStack';

export function testUpgrade(given: () => CommandStack): void {
  test('Upgrade names the two lines that it would edit; cancelled, nothing has changed', async () => {
    const { workbench, folder } = given();
    const file = join(folder, 'compose.yaml');
    const before = await readFile(file, 'utf8');
    await workbench.runCommand('Langfuse Stack: Upgrade Langfuse...');
    await workbench.quickInput.pick('Another Version...');
    await workbench.quickInput.answer('3.999.0');
    const question = await workbench.answerDialog('Cancel');
    assert.equal(question.match(/^Edit compose\.yaml:\d+.*3\.999\.0/gm)?.length, 2, question);
    assert.equal(await readFile(file, 'utf8'), before);
    assert.doesNotMatch(await given().inspect('langfuse-web', '{{.Config.Image}}'), /3\.999\.0/);
  });
}
