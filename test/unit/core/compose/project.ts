import assert from 'node:assert/strict';
import type { ComposeProject, ComposeService } from '../../../../src/core/compose/project';
import { resolveProject } from '../../../../src/core/compose/resolveProject';
import { recoverYaml } from '../../../../src/core/compose/yamlLibrary';
import { createYamlReader } from '../../../../src/core/compose/yamlReader';
import { reveal } from '../../../../src/core/secret';

export type Files = Readonly<Record<string, string>>;

/** Resolves a stack made of these files alone, in a folder called `stack`. */
export function resolveFiles(
  files: Files,
  environment: Readonly<Record<string, string>> = {},
): ComposeProject {
  const known = new Map<string, string | null>();
  for (;;) {
    const result = resolveProject({
      folderName: 'stack',
      files: known,
      environment,
      reader: createYamlReader(recoverYaml),
    });
    if (result.kind === 'project') return result.project;
    for (const path of result.paths) known.set(path, files[path] ?? null);
  }
}

/** Resolves a stack of one file with one service `a`, whose body is given without indentation. */
export function resolveService(
  body: string,
  more: Files = {},
  environment: Readonly<Record<string, string>> = {},
) {
  const indented = body.replaceAll(/^/gm, '    ');
  return resolveFiles(
    { 'compose.yaml': `services:\n  a:\n    image: x\n${indented}\n`, ...more },
    environment,
  );
}

export function service(project: ComposeProject, name = 'a'): ComposeService {
  const found = project.services.get(name);
  assert.ok(found, `no service ${name}`);
  return found;
}

/** What the container gets; null for names that are passed through and unset. */
export function environmentOf(project: ComposeProject, name = 'a'): Record<string, string | null> {
  const { environment, unset } = service(project, name);
  const values = [...environment.values()].map((one) => [one.name, reveal(one.value)] as const);
  return Object.fromEntries([...values, ...[...unset.keys()].map((key) => [key, null] as const)]);
}

export function codes(project: ComposeProject): readonly string[] {
  return project.problems.map(({ code }) => code);
}

/** The texts that the problems mark. */
export function marked(project: ComposeProject, files: Files): readonly string[] {
  return project.problems.map(({ path, span }) => (files[path] ?? '').slice(span.start, span.end));
}
