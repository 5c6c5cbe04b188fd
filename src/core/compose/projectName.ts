import type { MappedText } from '../env/mappedText';
import { evaluateTemplate, parseTemplate } from '../env/template';
import { reveal } from '../secret';
import { parseCompose } from './parse';
import type { Location } from '../text';
import type { LoadProblem, ProjectVariable } from './project';
import type { Sources } from './sources';
import { child } from './tree';
import type { YamlReader } from './yamlReader';

export interface ProjectName {
  readonly text: string;
  readonly problems: readonly LoadProblem[];
}

/** COMPOSE_PROJECT_NAME, else the last `name:` of the files, else the folder's name; the last two are normalised. */
export function chooseProjectName(
  folderName: string,
  composeFiles: readonly string[],
  variables: ReadonlyMap<string, ProjectVariable>,
  sources: Sources,
  reader: YamlReader,
): ProjectName {
  const variable = variables.get('COMPOSE_PROJECT_NAME');
  const fromVariable = variable?.value === undefined ? '' : reveal(variable.value);
  if (fromVariable !== '') {
    const isValid = fromVariable === normalizeProjectName(fromVariable);
    const message = `COMPOSE_PROJECT_NAME may hold lower-case letters, digits, “-” and “_” and starts with a letter or digit; compose refuses this one. Write ${normalizeProjectName(fromVariable)}.`;
    const location = variable?.origin ?? { path: composeFiles[0] ?? '', span: { start: 0, end: 0 } };
    return {
      text: fromVariable,
      problems: isValid ? [] : [{ code: 'env/compose-var-invalid', message, ...location }],
    };
  }
  const substitute = (mapped: MappedText): string =>
    evaluateTemplate(parseTemplate(mapped.text), (name) => variables.get(name)?.value).text;
  let fromFile: string | undefined;
  let origin: Location = { path: composeFiles[0] ?? '', span: { start: 0, end: 0 } };
  for (const path of composeFiles) {
    const text = sources.read(path);
    // Reading a file twice is worth it only when it can hold a name.
    if (text === null || !/^\s*["']?name/m.test(text)) continue;
    for (const document of parseCompose(path, text, substitute, reader.read(text)).documents) {
      const name = child(document, 'name');
      if (name?.kind !== 'scalar') continue;
      const { start, end } = name.origin.span;
      // What is written empty is no name; what references leave empty is one, and a wrong one.
      if (reveal(name.value) === '' && !text.slice(start, end).includes('$')) continue;
      fromFile = reveal(name.value);
      ({ origin } = name);
    }
  }
  const text = normalizeProjectName(fromFile ?? folderName);
  if (text !== '') return { text, problems: [] };
  const subject = fromFile === undefined ? 'The name of the folder' : 'This name';
  const message = `${subject} holds no letter from A to Z and no digit, so compose has no name for the project and refuses the files. Write a “name:” that has one.`;
  return { text, problems: [{ code: 'compose/schema', message, ...origin }] };
}

export function normalizeProjectName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}
