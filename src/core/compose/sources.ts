import type { LoadProblem } from './project';

/** A file's text; null when it does not exist; the reason when it exists and cannot be read as text. */
export type FileContent = string | null | { readonly unreadable: string };

/** The files known so far. */
export interface Sources {
  /** null when the file is absent, unreadable (which is reported once) or not known yet. */
  readonly read: (path: string) => string | null;
  /** Whether the file is there; a file not known yet is not. */
  readonly has: (path: string) => boolean;
  /** Paths that were asked for and are not known yet. */
  readonly needs: ReadonlySet<string>;
  readonly problems: LoadProblem[];
}

export function createSources(files: ReadonlyMap<string, FileContent>): Sources {
  const needs = new Set<string>();
  const reported = new Set<string>();
  const problems: LoadProblem[] = [];
  const find = (path: string): FileContent => {
    const content = files.get(path);
    if (content === undefined) needs.add(path);
    return content ?? null;
  };
  return {
    needs,
    problems,
    has: (path) => find(path) !== null,
    read: (path) => {
      const content = find(path);
      if (content === null || typeof content === 'string') return content;
      if (!reported.has(path)) {
        reported.add(path);
        const message = `${path} cannot be read: ${content.unreadable}`;
        problems.push({ code: 'compose/unreadable-file', message, path, span: { start: 0, end: 0 } });
      }
      return null;
    },
  };
}
