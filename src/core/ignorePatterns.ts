/** The text of one `.gitignore`, with the folder that its patterns are relative to: empty for the repository's own. */
export interface IgnoreFile {
  readonly folder: string;
  readonly text: string;
}

interface IgnorePattern {
  readonly matches: RegExp;
  readonly isNegated: boolean;
  readonly isForFolders: boolean;
}

/**
 * Whether git leaves a file out that it does not have yet. `path` is relative to the repository, with forward slashes;
 * a later file, and a later line, wins over an earlier one.
 */
export function isIgnored(path: string, files: readonly IgnoreFile[]): boolean {
  const patterns = files.flatMap(({ folder, text }) => parsePatterns(folder, text));
  const names = path.split('/');
  // In a folder that is left out, no pattern brings a file back.
  return names.some((_, index) =>
    decide(names.slice(0, index + 1).join('/'), index < names.length - 1, patterns),
  );
}

function decide(path: string, isFolder: boolean, patterns: readonly IgnorePattern[]): boolean {
  const last = patterns.findLast(
    ({ matches, isForFolders }) => (isFolder || !isForFolders) && matches.test(path),
  );
  return last?.isNegated === false;
}

function parsePatterns(folder: string, text: string): readonly IgnorePattern[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  return text
    .replace(/^\ufeff/, '')
    .split('\n')
    .flatMap((line) => {
      // A blank at the end counts only behind a backslash.
      const trimmed = line.replace(/\r$/, '').replace(/(?<!\\) +$/, '');
      const isNegated = trimmed.startsWith('!');
      const isForFolders = trimmed.endsWith('/');
      const pattern = trimmed.slice(isNegated ? 1 : 0, isForFolders ? -1 : undefined);
      if (pattern === '' || trimmed.startsWith('#') || pattern.length > 1000) return [];
      // With a slash that is not its last character, a pattern names a place; without, a name at any depth.
      const isPlace = pattern.includes('/');
      const matches = toRegExp(prefix, isPlace ? '' : '(?:.*/)?', pattern.replace(/^\//, ''));
      return matches === undefined ? [] : [{ matches, isNegated, isForFolders }];
    });
}

const TOKEN = /^\*\*\/|\/\*\*\/|\/\*\*$|\*+|\?|\[[!^]?\]?[^\]]*\]|\\?[^]/g;

/** Undefined for a pattern that git takes for none, such as one with a range that is none. */
function toRegExp(prefix: string, anywhere: string, pattern: string): RegExp | undefined {
  const body = pattern.replace(TOKEN, (token) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '/**/') return '/(?:.*/)?';
    if (token === '/**') return '/.*';
    if (token.startsWith('*')) return '[^/]*';
    if (token === '?') return '[^/]';
    if (token.length > 2) return characterClass(token);
    return escapeText(token.replace(/^\\(?=[^])/, ''));
  });
  try {
    return new RegExp(`^${escapeText(prefix)}${anywhere}${body}$`, 's');
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function characterClass(token: string): string {
  const isNegated = /^\[[!^]/.test(token);
  const members = token.slice(isNegated ? 2 : 1, -1).replace(/[\\[\]^]/g, '\\$&');
  return `(?!/)[${isNegated ? '^' : ''}${members}]`;
}

function escapeText(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
