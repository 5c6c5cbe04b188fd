import type { Files } from './compare';

/** What texts can refer to: values, an empty one, one that looks like a reference. */
export const VARIABLES = { FOO: 'first', foo: 'lower', EMPTY: '', NESTED: '$FOO', JSON: '{"json":2}' };

/** Each text is the env_file of its own service. */
export function envFiles(texts: readonly string[]): Files {
  const services = texts.map((_, index) => `  s${index}: { image: x, env_file: s${index}.env }\n`);
  return {
    'compose.yaml': `services:\n  base: { image: x }\n${services.join('')}`,
    ...Object.fromEntries(texts.map((text, index) => [`s${index}.env`, text])),
  };
}

/** The text is the stack's own `.env`; its names are passed on. */
export function dotEnv(names: readonly string[]): (texts: readonly string[]) => Files {
  return ([text = '']) => ({
    'compose.yaml': `services: { web: { image: x, environment: [${names.join(', ')}] } }\n`,
    '.env': text,
  });
}

/** Each template is a value in quotes. */
export function templates(texts: readonly string[]): Files {
  return environment(texts.map((text) => JSON.stringify(text)));
}

/** Each text stands there as it is. */
export function scalars(texts: readonly string[]): Files {
  return environment(texts);
}

/** Each text is a file, in which SERVICE stands for a name of its own. */
export function wholeFiles(texts: readonly string[]): Files {
  const paths = texts.map((_, index) => `f${index}.yaml`);
  return {
    '.env': `COMPOSE_FILE=${paths.join(':')}\n`,
    ...Object.fromEntries(
      paths.map((path, index) => [path, texts[index]?.replaceAll('SERVICE', `s${index}`) ?? '']),
    ),
  };
}

function environment(values: readonly string[]): Files {
  const entries = values.map((value, index) => `      K${index}: ${value}\n`);
  return {
    'compose.yaml': `services:\n  web:\n    image: x\n    environment:\n      K:\n${entries.join('')}`,
  };
}
