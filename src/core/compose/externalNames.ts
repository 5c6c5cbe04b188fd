import type { LoadProblem } from './project';
import type { ComposeNode, MapEntry, MapNode, ScalarNode } from './tree';
import { child, mapEntries, textOf } from './tree';

const SECTIONS: ReadonlySet<string> = new Set(['configs', 'networks', 'secrets', 'volumes']);

/**
 * A model with `external: { name: x }` as `external: true` and `name: x`, which compose makes of it before it lays another
 * file over it.
 */
export function adoptExternalNames(root: MapNode, problems: LoadProblem[]): MapNode {
  return mapEntries(root, (section, resources) =>
    SECTIONS.has(section) && hasExternalName(resources)
      ? mapEntries(resources, (name, resource) =>
          resource.kind === 'map' ? adoptExternalName(name, resource, problems) : resource,
        )
      : resources,
  );
}

function hasExternalName(resources: ComposeNode): boolean {
  if (resources.kind !== 'map') return false;
  return [...resources.entries.values()].some(({ value }) => child(value, 'external')?.kind === 'map');
}

function adoptExternalName(resource: string, node: MapNode, problems: LoadProblem[]): MapNode {
  const external = node.entries.get('external');
  if (external?.value.kind !== 'map') return node;
  const isExternal: ScalarNode = {
    kind: 'scalar',
    type: 'boolean',
    value: 'true',
    origin: external.value.origin,
  };
  const entries = new Map<string, MapEntry>(node.entries).set('external', { ...external, value: isExternal });
  const adopted = external.value.entries.get('name');
  const own = entries.get('name');
  if (adopted !== undefined && own === undefined) entries.set('name', adopted);
  else if (adopted !== undefined && textOf(adopted.value) !== textOf(own?.value)) {
    const message = `“${resource}” has two names, so compose refuses the file. Keep “name”, and write “external: true”.`;
    problems.push({ code: 'compose/exclusive-keys', message, ...adopted.keyOrigin });
  }
  return { ...node, entries };
}
