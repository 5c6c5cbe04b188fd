import { resolveProject } from '../../../src/core/compose/resolveProject';
import { recoverYaml } from '../../../src/core/compose/yamlLibrary';
import { createYamlReader } from '../../../src/core/compose/yamlReader';
import { isSecretName } from '../../../src/core/langfuse/catalogue';
import type { StackFiles } from '../../../src/core/language/nameUse';

export type Texts = Readonly<Record<string, string>>;

/** A stack of texts alone, by path; everything else does not exist. */
export function stackOf(texts: Texts, environment: Readonly<Record<string, string>> = {}): StackFiles {
  const files = new Map<string, string | null>(Object.entries(texts));
  for (;;) {
    const result = resolveProject({
      folderName: 'stack',
      files,
      environment,
      isSecretName,
      reader: createYamlReader(recoverYaml),
    });
    if (result.kind === 'project') {
      const read = [...files].flatMap(([path, text]): [string, string][] =>
        text === null ? [] : [[path, text]],
      );
      return { project: result.project, texts: new Map(read) };
    }
    for (const path of result.paths) files.set(path, null);
  }
}

export interface MarkedStack {
  readonly stack: StackFiles;
  readonly path: string;
  readonly offset: number;
}

/** A stack in which one `|` marks the cursor; the text goes without it. */
export function stackWithCursor(
  marked: Texts,
  environment: Readonly<Record<string, string>> = {},
): MarkedStack {
  for (const [path, text] of Object.entries(marked)) {
    const offset = text.indexOf('|');
    if (offset < 0) continue;
    const texts = { ...marked, [path]: text.slice(0, offset) + text.slice(offset + 1) };
    return { stack: stackOf(texts, environment), path, offset };
  }
  throw new Error('No | marks the cursor.');
}
