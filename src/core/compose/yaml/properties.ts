import { BREAKS } from './characters';
import { YamlError } from './cursor';
import type { Cursor } from './cursor';

// A name may end before some signs that another token begins with.
const NAME = new RegExp(`[&*]([\\w-]+)(?=[ \\t${BREAKS}?:,\\]}%@\`]|$)`, 'y');
const URI = `(?:[\\w\\-;/?:@&=+$,.!~*'()[\\]]|%[0-9a-fA-F]{2})`;
const END = `(?=[ \\t${BREAKS}]|$)`;
const TAG = new RegExp(`(?:!<(${URI}+)>|(![\\w-]*!)(${URI}+)|!(?![\\w-]*!)(${URI}*))${END}`, 'y');
const COMMENT = `[ \\t]*(?:#[^${BREAKS}]*)?(?=[${BREAKS}]|$)`;
const VERSION = new RegExp(`%YAML[ \\t]+([0-9]{1,2}\\.[0-9]{1,2})${COMMENT}`, 'y');
const PREFIX = new RegExp(`%TAG[ \\t]+(!(?:[\\w-]*!)?)[ \\t]+(${URI}+)${END}${COMMENT}`, 'y');

/** The name of an anchor or alias. */
export function readName(cursor: Cursor): string {
  const name = cursor.match(NAME)?.[1];
  if (name !== undefined) return name;
  const message =
    'The name of an anchor takes letters from A to Z, digits, - and _ alone. Put a text in quotes.';
  throw new YamlError(message, cursor.at, cursor.at + 1);
}

export interface WrittenTag {
  /** What a directive may give a meaning to: `!`, `!!` or `!name!`. Empty for a tag that is written in full. */
  readonly handle: string;
  readonly suffix: string;
}

export function readTag(cursor: Cursor): WrittenTag {
  const start = cursor.at;
  const [tag, full, handle, suffix, own] = cursor.match(TAG) ?? [];
  if (tag === undefined) throw new YamlError('This is no tag. Put a text in quotes.', start, start + 1);
  if (full !== undefined) return { handle: '', suffix: decoded(full, start) };
  if (handle !== undefined) return { handle, suffix: decoded(suffix ?? '', start) };
  return own === '' ? { handle: '', suffix: '!' } : { handle: '!', suffix: decoded(own ?? '', start) };
}

/** What stands at the top of a document: the version of YAML, or what tags with a handle begin with. */
export type Directive =
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'tag'; readonly handle: string; readonly prefix: string };

export function readDirective(cursor: Cursor): Directive {
  const start = cursor.at;
  const version = cursor.match(VERSION)?.[1];
  if (version !== undefined) return { kind: 'version', version };
  const [, handle, prefix] = cursor.match(PREFIX) ?? [];
  if (handle !== undefined && prefix !== undefined)
    return { kind: 'tag', handle, prefix: decoded(prefix, start) };
  cursor.skipToLineEnd();
  throw new YamlError('Compose does not know this directive. Remove the line.', start, cursor.at);
}

function decoded(uri: string, start: number): string {
  try {
    return decodeURIComponent(uri);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new YamlError('The escapes in this tag make no character. Remove them.', start, start + 1);
  }
}
