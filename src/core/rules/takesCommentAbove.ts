import { isYamlPath } from '../compose/paths';
import { readAnyYaml } from '../compose/yamlLibrary';
import { createYamlReader } from '../compose/yamlReader';
import { parseEnv } from '../env/parse';
import { LineIndex } from '../text';
import type { Location } from '../text';
import { YamlFile } from './yamlFile';

/** Whether a comment line above a place is a comment: inside a value of several lines it would become part of it. */
export function takesCommentAbove({ path, span }: Location, text: string): boolean {
  const lineStart = span.start - new LineIndex(text).positionAt(span.start).column;
  if (isYamlPath(path)) {
    const value = new YamlFile(path, text, createYamlReader(readAnyYaml).read(text)).entryAt(
      span.start,
    )?.value;
    return value === undefined || value.start >= lineStart || value.end <= lineStart;
  }
  return parseEnv(text).items.every(
    (item) =>
      item.kind !== 'assignment' || item.value.span.start >= lineStart || item.value.span.end <= lineStart,
  );
}
