import { isYamlPath } from '../compose/paths';
import { recoverYaml } from '../compose/yamlLibrary';
import { createYamlReader } from '../compose/yamlReader';
import { isInsideValue } from '../env/insideValue';
import { parseEnv } from '../env/parse';
import type { IsInsideText } from '../suppression';
import { YamlFile } from './yamlFile';

/** Reads a text for the places where a line put in, or what looks like a comment, is part of a value. */
export function insideText(path: string, text: string): IsInsideText {
  if (!isYamlPath(path)) {
    const document = parseEnv(text);
    return (offset) => isInsideValue(document, offset);
  }
  const file = new YamlFile(path, text, createYamlReader(recoverYaml).read(text));
  return (offset) => file.isInsideText(offset);
}
