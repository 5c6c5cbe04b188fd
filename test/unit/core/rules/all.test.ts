import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../../../src/core/rules/all';
import { loadProblems } from '../../../../src/core/rules/loadProblems';
import { renderRulesPage, ruleLines } from '../../../../src/core/rules/page';

const ROOT = join(__dirname, '../../../..');

suite('rules', () => {
  const sourcesIn = (folder: string) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
  const toFile = (code: string) => code.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

  test('each rule is in the file of its code, and has a test of the same name', () => {
    for (const { code } of rules) {
      assert.ok(existsSync(join(ROOT, 'src/core/rules', `${toFile(code)}.ts`)), code);
      const test = join(ROOT, 'test/unit/core/rules', `${toFile(code)}.test.ts`);
      assert.ok(readFileSync(test, 'utf8').includes(`suite('${code}'`), code);
    }
  });
  test('codes are unique, also among those of the loader', () => {
    const codes = [...rules, ...loadProblems].map(({ code }) => code);
    assert.equal(new Set(codes).size, codes.length);
  });
  test('every code of the loader is explained', () => {
    const known = new Set([...loadProblems, ...rules].map(({ code }) => code));
    const folders = ['src/core/env', 'src/core/compose'];
    const used = folders.flatMap((folder) =>
      sourcesIn(folder).flatMap((file) =>
        [...readFileSync(join(ROOT, folder, file), 'utf8').matchAll(/'((?:env|compose)\/[a-z-]+)'/g)].map(
          ([, code]) => code!,
        ),
      ),
    );
    assert.ok(used.length > 0);
    assert.deepEqual(
      used.filter((code) => !known.has(code)),
      [],
    );
  });
  test('docs/rules.md says what the rules say (npm run docs writes it)', () => {
    const page = join(ROOT, 'docs/rules.md');
    assert.equal(readFileSync(page, 'utf8'), renderRulesPage());
  });
  test('each code has its line in the page', () => {
    const lines = renderRulesPage().split('\n');
    for (const { code } of [...rules, ...loadProblems])
      assert.equal(lines[(ruleLines().get(code) ?? 0) - 1], `## ${code}`);
  });
});
