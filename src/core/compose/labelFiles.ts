import { appendAll } from '../appendAll';
import { evaluateEnv } from '../env/evaluate';
import { parseEnv } from '../env/parse';
import type { Value } from '../secret';
import type { EnvironmentContext } from './containerEnvironment';
import { envProblems } from './environment';
import { listItems } from './forms';
import { normalizePath } from './paths';
import type { ComposeNode } from './tree';
import { textOf } from './tree';

/**
 * Reports the label files of a service that are missing or that compose cannot read. They are written like `.env`, but
 * know nothing of it: a reference in them sees what stands above it, and the files before.
 */
export function checkLabelFiles(
  node: ComposeNode | undefined,
  { sources, isSecret, problems }: EnvironmentContext,
): void {
  const labels = new Map<string, Value>();
  for (const item of listItems(node)) {
    if (item.kind !== 'scalar' || item.type !== 'string') continue;
    const path = normalizePath(textOf(item));
    const text = path === '' ? null : sources.read(path);
    if (text === null) {
      if (path !== '' && sources.has(path)) continue;
      const what = path === '' ? 'This path is empty' : `The label_file ${path} does not exist`;
      const message = `${what}, so compose refuses to start anything. Create the file, or remove this entry.`;
      problems.push({ code: 'compose/file-missing', message, ...item.origin });
      continue;
    }
    const document = parseEnv(text);
    const evaluated = evaluateEnv(document, {
      outer: () => undefined,
      earlier: (name) => labels.get(name),
      isSecret,
    });
    appendAll(problems, envProblems(path, document, evaluated.problems));
    for (const { name, value } of evaluated.variables.values())
      if (value !== undefined) labels.set(name, value);
  }
}
