import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ComposeProject } from '../../../src/core/compose/project';
import { resolveProject } from '../../../src/core/compose/resolveProject';
import { recoverYaml } from '../../../src/core/compose/yamlLibrary';
import { createYamlReader } from '../../../src/core/compose/yamlReader';
import { isSecretName } from '../../../src/core/langfuse/catalogue';

/** The project of a folder called `stack` with these two files. */
export function resolveFiles(
  compose: string,
  env: string | null = null,
  environment: Record<string, string> = {},
): ComposeProject {
  const files = new Map<string, string | null>([
    ['compose.yaml', compose],
    ['.env', env],
  ]);
  for (;;) {
    const result = resolveProject({
      folderName: 'stack',
      files,
      environment,
      isSecretName,
      reader: createYamlReader(recoverYaml),
    });
    if (result.kind === 'project') return result.project;
    for (const path of result.paths) files.set(path, null);
  }
}

/** A file of the sample that works. */
export function sample(name: string): string {
  return readFileSync(join(import.meta.dirname, '../../../samples/ai-gateway', name), 'utf8');
}

/** The sample that works, with every secret set to `secret-of-<name>`. */
export function sampleProject(change?: (compose: string) => string): ComposeProject {
  if (change === undefined) return (unchanged ??= sampleProject((text) => text));
  const env = sample('.env.example').replace(/^([A-Z_]+)=$/gm, '$1=secret-of-$1');
  return resolveFiles(change(sample('compose.yaml')), env);
}

// Projects are never written to, so one is enough for all tests.
let unchanged: ComposeProject | undefined;
