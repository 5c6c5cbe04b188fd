import type { SourceMap, SourceNode } from '../../compose/yamlSource';
import type { StackContext } from '../stackContext';

/** A service as one file writes it; anchors and other files may add to it. */
export interface WrittenService {
  readonly path: string;
  readonly name: string;
  readonly body: SourceMap;
}

export function* writtenServices({ project }: StackContext): Iterable<WrittenService> {
  for (const [path, documents] of project.written)
    for (const { root } of documents) {
      const services = under(root, 'services');
      for (const { key, value } of services?.kind === 'map' ? services.items : [])
        if (key.kind === 'scalar' && value.kind === 'map') yield { path, name: key.value, body: value };
    }
}

/** What is written under a key. */
export function under(node: SourceNode | undefined, key: string): SourceNode | undefined {
  if (node?.kind !== 'map') return undefined;
  return node.items.find((pair) => pair.key.kind === 'scalar' && pair.key.value === key)?.value;
}
