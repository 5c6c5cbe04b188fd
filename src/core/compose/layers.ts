import { appendAll } from '../appendAll';
import type { Location } from '../text';
import { readDocuments } from './documents';
import type { FileScope } from './documents';
import { withEnvFiles } from './environment';
import type { EnvFile } from './environment';
import { applyExtends } from './extends';
import { listItems, toKeyed } from './forms';
import { unlessReset } from './merge';
import { directoryOf, resolvePath } from './paths';
import type { ComposeNode, MapNode } from './tree';
import { child, isNull, mapEntries, textOf } from './tree';

/** Files that include each other in a row. */
const MAX_INCLUDES = 100;

/** A file's scope and the files whose `include` led to it. */
export interface LayerScope extends FileScope {
  readonly includedBy: readonly string[];
}

/** The documents of a compose file in merge order: what it includes first, then its own, with `extends` applied. */
export function readLayers(path: string, scope: LayerScope): readonly MapNode[] {
  return readDocuments(path, scope).flatMap((document) => {
    const extended = applyExtends(path, document, scope);
    const own = scope.includedBy.length === 0 ? extended : passOnVariables(extended, scope);
    return [...includedLayers(path, document, scope), own];
  });
}

/** Names without a value in `environment` pass on what the included file's own environment has. */
function passOnVariables(document: MapNode, { variables }: LayerScope): MapNode {
  return mapEntries(document, (section, services) =>
    section !== 'services'
      ? services
      : mapEntries(services, (_name, service) =>
          mapEntries(service, (key, value) =>
            key !== 'environment'
              ? value
              : mapEntries(toKeyed(value), (name, entry) => {
                  const passedOn = variables.get(name);
                  return entry.kind === 'scalar' && isNull(entry) && passedOn
                    ? { ...entry, passedOn }
                    : entry;
                }),
          ),
        ),
  );
}

function includedLayers(path: string, document: MapNode, scope: LayerScope): readonly MapNode[] {
  const include = unlessReset(child(document, 'include'));
  if (include !== undefined && include.kind !== 'list' && !isNull(include)) {
    const message = '“include” must be a list of paths; compose refuses the file.';
    scope.record.problems.push({ code: 'compose/schema', message, ...include.origin });
  }
  const includedBy = [...scope.includedBy, path];
  return (include?.kind === 'list' ? include.items : []).flatMap((entry) => {
    if (entry.kind === 'list') {
      const message =
        'This is a list within the list; compose refuses the file. Take it out of its brackets.';
      scope.record.problems.push({ code: 'compose/schema', message, ...entry.origin });
      return [];
    }
    const paths = pathsOf(entry.kind === 'map' ? child(entry, 'path') : entry, scope);
    const files = paths.flatMap((file) => {
      const target = resolvePath(scope.directory, file.text);
      return isReadable(target, file.text, file.origin, includedBy, scope) ? [target] : [];
    });
    const [main] = files;
    if (main === undefined) return [];
    const inner = includedScope(entry, main, { ...scope, includedBy });
    return files.flatMap((file) => readLayers(file, inner));
  });
}

function isReadable(
  target: string,
  written: string,
  origin: Location,
  includedBy: readonly string[],
  { record, sources }: LayerScope,
): boolean {
  const fail = (code: string, message: string): false => {
    record.problems.push({ code, message, ...origin });
    return false;
  };
  if (/^(\w+:\/\/|oci:|git@)/.test(written) || /\.git(#|$)/.test(written)) {
    return fail(
      'compose/remote-include',
      'Files from the network are not read here, so what this one adds is unknown.',
    );
  }
  if (includedBy.includes(target)) {
    return fail('compose/cycle', `${target} includes itself in the end, so compose refuses the files.`);
  }
  if (includedBy.length > MAX_INCLUDES) {
    return fail('compose/too-deep', `${target} is included by too long a chain of files and was not read.`);
  }
  if (sources.has(target)) return true;
  return fail(
    'compose/file-missing',
    `${target} does not exist, so compose refuses the files. Correct the path.`,
  );
}

function includedScope(entry: ComposeNode, main: string, scope: LayerScope): LayerScope {
  const { sources, record } = scope;
  const projectDirectory = textOf(child(entry, 'project_directory'));
  const directory =
    projectDirectory === '' ? directoryOf(main) : resolvePath(scope.directory, projectDirectory);
  const written = pathsOf(child(entry, 'env_file'), scope);
  const named = written.filter(({ text }) => text !== '/dev/null');
  const files: EnvFile[] = [];
  const addFile = (path: string): void => {
    const text = sources.read(path);
    if (text !== null) files.push({ path, text });
  };
  if (written.length === 0) addFile(resolvePath(directory, '.env'));
  for (const { text, origin } of named) {
    const path = resolvePath(scope.directory, text);
    if (sources.has(path)) addFile(path);
    else {
      const message = `The env_file ${path} does not exist, so compose refuses the files. Create it.`;
      record.problems.push({ code: 'compose/env-file-missing', message, ...origin });
    }
  }
  const environment = withEnvFiles(scope.variables, files, scope.isSecret);
  appendAll(record.problems, environment.problems);
  return { ...scope, directory, variables: environment.variables, cache: new Map() };
}

/** Paths that are written there. An empty one names the folder, which is no file. */
function pathsOf(
  node: ComposeNode | undefined,
  { record }: LayerScope,
): readonly { readonly text: string; readonly origin: Location }[] {
  return listItems(node).flatMap((item) => {
    const text = textOf(item);
    if (text !== '') return [{ text, origin: item.origin }];
    const message = 'This path is empty, so compose refuses the files. Name a file.';
    if (item.kind === 'scalar' && item.type === 'string')
      record.problems.push({ code: 'compose/schema', message, ...item.origin });
    return [];
  });
}
