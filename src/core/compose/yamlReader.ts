import { readYaml } from './yaml/readYaml';
import type { ReadYaml, RecoverYaml, SourceDocument } from './yamlSource';

export interface YamlReader {
  /** The documents of a text. Without content while the text needs the second reader and there is none yet. */
  readonly read: ReadYaml;
  /** Whether a text was left out for want of the second reader. */
  readonly isSecondReaderNeeded: () => boolean;
}

/**
 * A reader that reads each text once. What compose refuses goes through a second reader, which makes out what there is
 * on both sides of an error. It is a large library that most stacks do without, so it can be left out until a text
 * asks for it.
 */
export function createYamlReader(recover?: RecoverYaml): YamlReader {
  const known = new Map<string, readonly SourceDocument[]>();
  let isSecondReaderNeeded = false;
  const readNew: ReadYaml = (text) => {
    const result = readYaml(text);
    if (result.kind === 'documents') return result.documents;
    if (recover === undefined) isSecondReaderNeeded = true;
    const [first, ...others] = recover?.(text) ?? [];
    return [{ root: first, problems: [result.problem] }, ...others.map((root) => ({ root, problems: [] }))];
  };
  return {
    isSecondReaderNeeded: () => isSecondReaderNeeded,
    read: (text) => {
      const documents = known.get(text) ?? readNew(text);
      known.set(text, documents);
      return documents;
    },
  };
}
