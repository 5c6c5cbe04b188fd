import type { ComposeService } from '../compose/project';
import { lineStartAt } from '../text';
import type { Span } from '../text';
import type { NameIndex } from './nameIndex';
import { touches } from './nameUse';
import { yamlBlockAt } from './yamlBlock';

/** An entry of `environment` that another compose file replaces: the project knows only the one that counts. */
export interface ReplacedEntry {
  readonly service: ComposeService;
  readonly name: string;
  readonly path: string;
  readonly span: Span;
}

const ENTRY = /^([ \t]*(?:- +)?["']?)([A-Za-z_][\w.-]*)["']?[ \t]*(?:[:=]|$)/;

export function replacedEntryAt(index: NameIndex, path: string, offset: number): ReplacedEntry | undefined {
  const text = index.stack.texts.get(path);
  if (text === undefined || index.envFiles.has(path)) return undefined;
  const lineStart = lineStartAt(text, offset);
  const [line = ''] = /^[^\r\n]*/.exec(text.slice(lineStart)) ?? [];
  const [, indent = '', name = ''] = ENTRY.exec(line) ?? [];
  const span = { start: lineStart + indent.length, end: lineStart + indent.length + name.length };
  if (name === '' || !touches(span, offset)) return undefined;
  const [key, serviceName, section] = yamlBlockAt(text, offset).parents;
  const service = index.stack.project.services.get(serviceName ?? '');
  return key === 'environment' && section === 'services' && service?.environment.has(name) === true
    ? { service, name, path, span }
    : undefined;
}
