/** Paths here use `/` and are relative to the stack's folder unless they are absolute. The folder itself is ''. */

/** `./a/../b` is `b`; a path may lead out of its folder. */
export function normalizePath(path: string): string {
  const isRooted = path.startsWith('/');
  const segments: string[] = [];
  for (const segment of path.replaceAll('\\', '/').split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else if (segment !== '..' || !isRooted) segments.push(segment);
  }
  return (isRooted ? '/' : '') + segments.join('/');
}

/** What `path` means when it is written in a file whose paths start from `directory`. */
export function resolvePath(directory: string, path: string): string {
  return isAbsolute(path) || directory === '' ? normalizePath(path) : normalizePath(`${directory}/${path}`);
}

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash) || '/';
}

/** Also a drive letter, a network share and a home directory. */
export function isAbsolute(path: string): boolean {
  return /^([/\\~]|[A-Za-z]:)/.test(path);
}

export function isYamlPath(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}
