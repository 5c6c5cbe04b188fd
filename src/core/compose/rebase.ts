import { isHostPath, splitVolume } from './mounts';
import { isAbsolute, resolvePath } from './paths';
import type { ComposeNode, MapNode } from './tree';
import { child, mapEntries, textOf } from './tree';

/** Makes the paths of a file's services start from the stack's folder instead of the file's own directory. */
export function rebasePaths(document: MapNode, directory: string): MapNode {
  if (directory === '') return document;
  const rebased = (node: ComposeNode): ComposeNode => mapText(node, (path) => resolvePath(directory, path));
  return mapEntries(document, (section, services) =>
    section !== 'services'
      ? services
      : mapEntries(services, (_name, service) =>
          mapEntries(service, (key, value) => {
            if (key === 'env_file') return mapItems(value, (item) => rebaseEntry(item, 'path', rebased));
            if (key === 'label_file') return mapItems(value, rebased);
            if (key === 'volumes') return mapItems(value, (item) => rebaseVolume(item, directory, rebased));
            return value;
          }),
        ),
  );
}

type Change = (node: ComposeNode) => ComposeNode;

function rebaseEntry(item: ComposeNode, key: string, rebased: Change): ComposeNode {
  if (item.kind !== 'map') return rebased(item);
  return mapEntries(item, (name, value) => (name === key ? rebased(value) : value));
}

function rebaseVolume(item: ComposeNode, directory: string, rebased: Change): ComposeNode {
  if (item.kind === 'map') {
    const isBind = textOf(child(item, 'type')) === 'bind';
    return isBind ? rebaseEntry(item, 'source', rebased) : item;
  }
  return mapText(item, (text) => {
    const [source = '', ...rest] = splitVolume(text);
    const isRelative = rest.length > 0 && isHostPath(source) && !isAbsolute(source);
    return isRelative ? [`./${resolvePath(directory, source)}`, ...rest].join(':') : text;
  });
}

function mapItems(node: ComposeNode, change: Change): ComposeNode {
  return node.kind === 'list' ? { ...node, items: node.items.map(change) } : change(node);
}

function mapText(node: ComposeNode, change: (text: string) => string): ComposeNode {
  if (node.kind !== 'scalar' || node.type !== 'string' || typeof node.value !== 'string') return node;
  return { ...node, value: change(node.value) };
}
