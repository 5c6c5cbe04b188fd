import { readPlainYaml } from './plainYaml';
import type { ReadYaml, SourceDocument } from './yamlSource';

export interface YamlReader {
  /** The documents of a text. None while the text needs the full reader and there is none yet. */
  readonly read: ReadYaml;
  /** Whether a text was left out for want of a full reader. */
  readonly isFullReaderNeeded: () => boolean;
}

/**
 * A reader that reads each text once. The full reader is a large library that most stacks do without: it can be left
 * out until a text asks for it.
 */
export function createYamlReader(readFully?: ReadYaml): YamlReader {
  const known = new Map<string, readonly SourceDocument[]>();
  let isFullReaderNeeded = false;
  const readNew: ReadYaml = (text) => {
    const plain = readPlainYaml(text);
    if (plain !== undefined) return [{ root: plain.root, problems: [] }];
    if (readFully === undefined) isFullReaderNeeded = true;
    return readFully?.(text) ?? [];
  };
  return {
    isFullReaderNeeded: () => isFullReaderNeeded,
    read: (text) => {
      const documents = known.get(text) ?? readNew(text);
      known.set(text, documents);
      return documents;
    },
  };
}
