import { readDocuments } from './documents';
import type { FileScope } from './documents';
import { dropResets, mergeFiles, mergeService, unlessReset } from './merge';
import { directoryOf, resolvePath } from './paths';
import type { ComposeNode, MapNode } from './tree';
import { child, isNull, mapEntries, textOf } from './tree';

/** A document whose services have taken over what they extend. */
export function applyExtends(path: string, document: MapNode, scope: FileScope): MapNode {
  const extended: Extended = new Map();
  return mapEntries(document, (section, services) =>
    section === 'services'
      ? mapEntries(services, (name, service) =>
          extendService({ place: { path, document, scope }, name, service }, extended),
        )
      : services,
  );
}

/** Where a service stands. */
interface Place {
  readonly path: string;
  readonly document: MapNode;
  readonly scope: FileScope;
}

/** A service that may extend another one. */
interface Link {
  readonly place: Place;
  readonly name: string;
  readonly service: ComposeNode;
}

/** Services that have taken over what they extend, by document and name. */
type Extended = Map<MapNode, Map<string, ComposeNode>>;

// A loop, not a recursion: a chain may be as long as the file.
function extendService(first: Link, extended: Extended): ComposeNode {
  const chain: Link[] = [];
  const seen = new Set<string>();
  let base: ComposeNode | undefined;
  for (let link: Link | undefined = first; link !== undefined;) {
    base = extended.get(link.place.document)?.get(link.name);
    if (base !== undefined) break;
    const reference = unlessReset(child(link.service, 'extends'));
    const key = `${link.place.path} ${link.name}`;
    if (reference === undefined || link.service.kind !== 'map') base = link.service;
    else if (seen.has(key)) {
      const message = `“${link.name}” extends itself in the end, so compose refuses the files.`;
      link.place.scope.record.problems.push({ code: 'compose/cycle', message, ...reference.origin });
      base = withoutExtends(link.service);
    } else {
      seen.add(key);
      chain.push(link);
      link = followLink(link, reference);
      continue;
    }
    break;
  }
  for (const { place, name, service } of chain.reverse()) {
    const own = withoutExtends(service);
    const resolved: ComposeNode | undefined = base && dropResets(base);
    base =
      resolved?.kind === 'map' && own.kind === 'map'
        ? mergeService(resolved, own, place.scope.record.problems)
        : own;
    const known = extended.get(place.document) ?? new Map<string, ComposeNode>();
    extended.set(place.document, known.set(name, base));
  }
  return base ?? first.service;
}

function withoutExtends(service: ComposeNode): ComposeNode {
  return mapEntries(service, (key, value) => (key === 'extends' ? undefined : value));
}

/** The service that a link refers to; undefined, and reported, when there is none. */
function followLink({ place, name }: Link, reference: ComposeNode): Link | undefined {
  const baseName = textOf(reference.kind === 'map' ? child(reference, 'service') : reference);
  const file = fileOf(reference);
  const from = file === undefined ? place : openFile(place, file);
  const service = from && child(child(from.document, 'services'), baseName);
  if (from !== undefined && service !== undefined) return { place: from, name: baseName, service };
  const where = file === undefined ? 'here' : `in ${resolvePath(place.scope.directory, file)}`;
  const message = `“${name}” extends “${baseName}”, which is no service ${where}, so compose refuses the files.`;
  const problem = { code: 'compose/undefined-reference', message, ...reference.origin };
  place.scope.record.problems.push(problem);
  return undefined;
}

/** Undefined for the file at hand. */
function fileOf(reference: ComposeNode): string | undefined {
  const file = child(reference, 'file');
  return file === undefined || isNull(file) ? undefined : textOf(file);
}

function openFile({ scope }: Place, file: string): Place | undefined {
  const path = resolvePath(scope.directory, file);
  const inner = { ...scope, directory: directoryOf(path) };
  const [first, ...others] = readDocuments(path, inner);
  if (first === undefined) return undefined;
  const document = others.reduce((base, over) => mergeFiles(base, over, scope.record.problems), first);
  return { path, document, scope: inner };
}
