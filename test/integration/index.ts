// Runs inside the extension host: VS Code loads this as `extensionTestsPath` and calls run().
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'tdd', color: false, timeout: 30_000, forbidOnly: true });
  const wanted = process.env['LANGFUSE_STACK_TEST_GREP'];
  if (wanted !== undefined) mocha.grep(wanted);
  for (const file of readdirSync(__dirname).sort())
    if (file.endsWith('.test.js')) mocha.addFile(join(__dirname, file));
  const { failures, passes } = await new Promise<Mocha.Stats>((resolve, reject) => {
    const runner = mocha.run(() =>
      runner.stats === undefined ? reject(new Error('mocha counted nothing.')) : resolve(runner.stats),
    );
  });
  if (failures > 0) throw new Error(`${failures} integration tests failed.`);
  // VS Code itself would call a run without tests a success.
  if (passes === 0) throw new Error('No integration test ran.');
}
