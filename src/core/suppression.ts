import type { Diagnostic } from './diagnostic';
import { LineIndex, lineEndingOf } from './text';
import type { Span, TextEdit } from './text';

// The reason behind `--` is for people. In .env and YAML alike a comment begins a line or follows white space.
const DIRECTIVE = /(?<=^|\s)#[ \t]*langfuse-stack-disable-(line|next-line|file)(?![\w-])([^\r\n]*)/gm;

interface Directive {
  readonly scope: 'line' | 'next-line' | 'file';
  /** From 0. */
  readonly line: number;
  /** `env/duplicate-key`, or `env/*` for all of a prefix; none stands for every code. */
  readonly codes: readonly string[];
  /** Where another code can be added. */
  readonly codesEnd: number;
}

/**
 * Leaves out what a comment in the file asks not to be told:
 * `# langfuse-stack-disable-line CODE, CODE -- reason`, `-next-line` or `-file`.
 */
export function withoutSuppressed(
  diagnostics: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
): readonly Diagnostic[] {
  const files = new Map<string, Suppressions>();
  return diagnostics.filter(({ path, span, code }) => {
    const file = files.get(path) ?? new Suppressions(texts.get(path) ?? '');
    files.set(path, file);
    return !file.covers(span, code);
  });
}

/** The edit that keeps a code from being reported at a place of a text: a comment line above it. */
export function suppressionEdit(text: string, { start }: Span, code: string): TextEdit {
  const index = new LineIndex(text);
  const { line, column } = index.positionAt(start);
  const above = directivesOf(text).find(
    (directive) => directive.scope === 'next-line' && directive.line === line - 1,
  );
  if (above !== undefined) {
    const separator = above.codes.length > 0 ? ', ' : ' ';
    return { span: { start: above.codesEnd, end: above.codesEnd }, newText: separator + code };
  }
  const lineStart = start - column;
  const indent = /^[ \t]*/.exec(index.lineAt(line) ?? '')?.[0] ?? '';
  const eol = lineEndingOf(text);
  const newText = `${indent}# langfuse-stack-disable-next-line ${code}${eol}`;
  return { span: { start: lineStart, end: lineStart }, newText };
}

/** Whether a code is meant by a pattern: the code itself, or its prefix with a star. */
export function matchesCode(pattern: string, code: string): boolean {
  return pattern === code || (pattern.endsWith('/*') && code.startsWith(pattern.slice(0, -1)));
}

class Suppressions {
  private readonly directives: readonly Directive[];
  private readonly index: LineIndex | undefined;

  constructor(text: string) {
    this.directives = directivesOf(text);
    this.index = this.directives.length > 0 ? new LineIndex(text) : undefined;
  }

  covers({ start }: Span, code: string): boolean {
    if (this.index === undefined) return false;
    const { line } = this.index.positionAt(start);
    return this.directives.some(
      (directive) =>
        reaches(directive, line) &&
        (directive.codes.length === 0 || directive.codes.some((pattern) => matchesCode(pattern, code))),
    );
  }
}

function reaches({ scope, line }: Directive, target: number): boolean {
  if (scope === 'file') return true;
  return target === (scope === 'line' ? line : line + 1);
}

function directivesOf(text: string): readonly Directive[] {
  if (!text.includes('langfuse-stack-disable-')) return [];
  const index = new LineIndex(text);
  return Array.from(text.matchAll(DIRECTIVE), (match): Directive => {
    const [whole, scope = '', rest = ''] = match;
    const codes = rest.replace(/(?:^|\s)--(?:\s.*)?$/, '').trimEnd();
    return {
      scope: scope === 'line' || scope === 'file' ? scope : 'next-line',
      line: index.positionAt(match.index).line,
      codes: codes.split(/[\s,]+/).filter((code) => code !== ''),
      codesEnd: match.index + whole.length - rest.length + codes.length,
    };
  });
}
