import assert from 'node:assert/strict';
import { checkStack } from '../../src/core/check';
import { resolveProject } from '../../src/core/compose/resolveProject';
import { recoverYaml } from '../../src/core/compose/yamlLibrary';
import { createYamlReader } from '../../src/core/compose/yamlReader';
import type { Diagnostic } from '../../src/core/diagnostic';
import { isSecretName } from '../../src/core/langfuse/catalogue';

/** Checks a stack of texts. Fails when a finding lies outside its file. */
export function checkTexts(texts: Readonly<Record<string, string>>): readonly Diagnostic[] {
  const files = new Map<string, string | null>(Object.entries(texts));
  const reader = createYamlReader(recoverYaml);
  for (;;) {
    const result = resolveProject({ folderName: 'stack', files, environment: {}, isSecretName, reader });
    if (result.kind === 'needs') {
      for (const path of result.paths) files.set(path, null);
      continue;
    }
    const diagnostics = checkStack({ project: result.project, texts: new Map(Object.entries(texts)) });
    for (const { code, path, span, fixes } of diagnostics) {
      assertInside(code, path, span, texts);
      for (const { edits } of fixes)
        for (const file of edits)
          for (const edit of file.edits) assertInside(`the fix of ${code}`, file.path, edit.span, texts);
    }
    return diagnostics;
  }
}

function assertInside(
  what: string,
  path: string,
  { start, end }: Diagnostic['span'],
  texts: Readonly<Record<string, string>>,
): void {
  const length = texts[path]?.length ?? 0;
  assert.ok(0 <= start && start <= end && end <= length, `${what}: ${start}-${end} of ${length} in ${path}`);
}
