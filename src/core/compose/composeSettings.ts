import { reveal } from '../secret';
import type { LoadProblem, ProjectVariable } from './project';

interface Setting {
  readonly name: string;
  readonly isValid: (text: string) => boolean;
  readonly takes: string;
  /** Compose does not look for it in `.env`. */
  readonly isShellOnly?: boolean;
}

const SETTINGS: readonly Setting[] = [
  {
    name: 'COMPOSE_DISABLE_ENV_FILE',
    isValid: (text) => /^(?:[01tTfF]|true|True|TRUE|false|False|FALSE)$/.test(text),
    takes: 'true or false',
  },
  {
    name: 'COMPOSE_PARALLEL_LIMIT',
    isValid: (text) => /^[-+]?[0-9]+$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text),
    takes: 'a whole number',
  },
  {
    name: 'COMPOSE_PROGRESS',
    isValid: (text) => /^(?:auto|tty|plain|json|quiet)?$/.test(text),
    takes: 'auto, tty, plain, json or quiet',
    isShellOnly: true,
  },
];

/** Variables for compose itself whose values keep every command from running. `path` is for those of the shell. */
export function settingProblems(
  variables: ReadonlyMap<string, ProjectVariable>,
  path: string,
): readonly LoadProblem[] {
  return SETTINGS.flatMap(({ name, isValid, takes, isShellOnly }) => {
    const variable = variables.get(name);
    if (variable?.value === undefined || isValid(reveal(variable.value))) return [];
    if (isShellOnly === true && variable.source !== 'shell') return [];
    const message = `Compose cannot read ${name} and refuses every command. Write ${takes}, or remove it.`;
    const location = variable.origin ?? { path, span: { start: 0, end: 0 } };
    return [{ code: 'env/compose-var-invalid', message, ...location }];
  });
}
