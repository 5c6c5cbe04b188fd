import { appendAll } from '../appendAll';
import type { EnvDocument } from '../env/parse';
import { parseEnv } from '../env/parse';
import { evaluateEnv } from '../env/evaluate';
import type { Value } from '../secret';
import { Secret, reveal } from '../secret';
import type { LoadProblem, ProjectVariable } from './project';

/** Decides whether a value must be hidden. */
export type IsSecret = (name: string, value: string) => boolean;

export interface EnvFile {
  readonly path: string;
  readonly text: string;
}

/** What `${…}` in compose files is resolved with. */
export interface ProjectEnvironment {
  readonly variables: ReadonlyMap<string, ProjectVariable>;
  /** What the `.env` files alone define; a variable without a value is named there but set nowhere. */
  readonly fromFiles: ReadonlyMap<string, ProjectVariable>;
  readonly problems: readonly LoadProblem[];
}

/** The process environment as project variables. */
export function shellVariables(
  shell: Readonly<Record<string, string | undefined>>,
  isSecret: IsSecret,
): ReadonlyMap<string, ProjectVariable> {
  const variables = new Map<string, ProjectVariable>();
  for (const [name, text] of Object.entries(shell)) {
    if (text === undefined) continue;
    variables.set(name, { name, value: hide(name, text, isSecret), origin: undefined, source: 'shell' });
  }
  return variables;
}

/** Lays `.env` files under an environment that wins over them; a later file wins over an earlier one. */
export function withEnvFiles(
  outer: ReadonlyMap<string, ProjectVariable>,
  files: readonly EnvFile[],
  isSecret: IsSecret,
): ProjectEnvironment {
  const fromFiles = new Map<string, ProjectVariable>();
  const problems: LoadProblem[] = [];
  for (const { path, text } of files) {
    const document = parseEnv(text);
    const evaluated = evaluateEnv(document, {
      outer: (name) => outer.get(name)?.value,
      earlier: (name) => fromFiles.get(name)?.value,
      isSecret,
    });
    appendAll(problems, envProblems(path, document, evaluated.problems));
    for (const { name, value, span } of evaluated.variables.values()) {
      fromFiles.set(name, { name, value, origin: { path, span }, source: 'env-file' });
    }
  }
  const variables = new Map(fromFiles);
  for (const [name, variable] of outer) {
    const own = fromFiles.get(name);
    if (variable.value === undefined && own !== undefined) continue;
    variables.set(name, { ...variable, origin: variable.origin ?? own?.origin });
  }
  return { variables, fromFiles, problems };
}

/** The problems of one `.env` file in the order of the text: compose names only the first. */
export function envProblems(
  path: string,
  document: EnvDocument,
  evaluation: readonly Omit<LoadProblem, 'path'>[],
): readonly LoadProblem[] {
  const syntax = document.problems.map(({ code, span, message, composeLine }) => ({
    code,
    span,
    message,
    path,
    composeLine,
  }));
  return [...syntax, ...evaluation.map((problem) => ({ ...problem, path }))].sort(
    (a, b) => a.span.start - b.span.start,
  );
}

/** Makes a Secret of a value that must not be seen; an empty one hides nothing. */
export function hide(name: string, value: Value, isSecret: IsSecret): Value {
  const text = reveal(value);
  return typeof value === 'string' && text !== '' && isSecret(name, text) ? new Secret(text) : value;
}
