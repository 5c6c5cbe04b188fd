import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { main } from '../../src/cli/main';
import type { Diagnosis } from '../../src/core/doctor/diagnosis';

/** Until a restart loop shows, or a healthcheck has failed once. */
const PATIENCE_MS = 60_000;
/** Every look starts a dozen programs. */
const PAUSE_MS = 2_000;

/** The command line, asked what the stack of a folder suffers from. Keeps a table of what was expected and found. */
export class AskedDoctor {
  private readonly table: { readonly scenario: string; readonly expected: string; readonly found: string }[] =
    [];
  private secrets: readonly string[] = [];

  constructor(private readonly folder: string) {}

  /** Fails where the report holds a secret of the stack's `.env`, or the exit code contradicts it. */
  async examine(): Promise<Diagnosis> {
    if (this.secrets.length === 0) {
      const env = await readFile(join(this.folder, '.env'), 'utf8');
      this.secrets = [...env.matchAll(/^\w+=(?:"?)([^"\n]{16,})/gm)].map(([, value = '']) => value);
      assert.ok(this.secrets.length >= 8);
    }
    let stdout = '';
    const code = await main(['doctor', '--format', 'json', this.folder], {
      stdout: (text) => (stdout += text),
      stderr: (text) => assert.fail(text),
      environment: process.env,
      signal: new AbortController().signal,
    });
    for (const secret of this.secrets) assert.ok(!stdout.includes(secret), 'A secret is in the report.');
    const diagnosis = JSON.parse(stdout) as Diagnosis;
    assert.equal(code, diagnosis.outcome === 'healthy' ? 0 : 1);
    return diagnosis;
  }

  /** Looks until the first cause is the one, or nothing more can be expected. */
  async finds(scenario: string, expected: string): Promise<void> {
    const { id, diagnosis } = await this.firstCause(expected);
    this.table.push({ scenario, expected, found: id });
    assert.equal(id, expected, JSON.stringify(diagnosis.causes, undefined, 2));
    assert.notEqual(diagnosis.causes[0]?.evidence.length, 0);
  }

  async findsHealthy(): Promise<void> {
    const { diagnosis } = await this.firstCause('healthy');
    assert.deepEqual(diagnosis, { ...diagnosis, outcome: 'healthy', causes: [], unseen: [] });
  }

  printTable(): void {
    const width = Math.max(0, ...this.table.map(({ scenario }) => scenario.length));
    for (const { scenario, expected, found } of this.table)
      console.log(`    ${scenario.padEnd(width)}  expected ${expected.padEnd(28)} found ${found}`);
  }

  private async firstCause(
    expected: string,
  ): Promise<{ readonly id: string; readonly diagnosis: Diagnosis }> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const diagnosis = await this.examine();
      const id = diagnosis.causes[0]?.id ?? diagnosis.outcome;
      if (id === expected || Date.now() > deadline) return { id, diagnosis };
      await delay(PAUSE_MS);
    }
  }
}
