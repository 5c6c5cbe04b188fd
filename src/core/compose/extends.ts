import { readDocuments } from './documents';
import type { FileScope } from './documents';
import { dropResets, mergeService } from './merge';
import { directoryOf, resolvePath } from './paths';
import type { ComposeNode, MapNode } from './tree';
import { child, mapEntries, textOf } from './tree';

/** A document whose services have taken over what they extend. */
export function applyExtends(path: string, document: MapNode, scope: FileScope): MapNode {
  const place = { path, document, scope };
  return mapEntries(document, (section, services) =>
    section === 'services'
      ? mapEntries(services, (name, service) => extendService(place, name, service, []))
      : services,
  );
}

/** Where a service stands. */
interface Place {
  readonly path: string;
  readonly document: MapNode;
  readonly scope: FileScope;
}

function extendService(
  place: Place,
  name: string,
  service: ComposeNode,
  chain: readonly string[],
): ComposeNode {
  const reference = child(service, 'extends');
  if (reference === undefined || service.kind !== 'map') return service;
  const { problems } = place.scope.record;
  const own = mapEntries(service, (key, value) => (key === 'extends' ? undefined : value));
  const link = `${place.path} ${name}`;
  if (chain.includes(link)) {
    const message = `“${name}” extends itself in the end, so compose refuses the files.`;
    problems.push({ code: 'compose/cycle', message, ...reference.origin });
    return own;
  }
  const baseName = textOf(reference.kind === 'map' ? child(reference, 'service') : reference);
  const file = textOf(child(reference, 'file'));
  const from = file === '' ? place : openFile(place, file);
  const base = from && child(child(from.document, 'services'), baseName);
  if (from === undefined || base === undefined) {
    const where = file === '' ? 'here' : `in ${resolvePath(place.scope.directory, file)}`;
    const message = `“${name}” extends “${baseName}”, which is no service ${where}, so compose refuses the files.`;
    problems.push({ code: 'compose/undefined-reference', message, ...reference.origin });
    return own;
  }
  const resolved = dropResets(extendService(from, baseName, base, [...chain, link]));
  return resolved.kind === 'map' ? mergeService(resolved, own, problems) : own;
}

function openFile({ scope }: Place, file: string): Place | undefined {
  const path = resolvePath(scope.directory, file);
  const [document] = readDocuments(path, { ...scope, directory: directoryOf(path) });
  return document && { path, document, scope: { ...scope, directory: directoryOf(path) } };
}
