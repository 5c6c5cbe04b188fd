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

/** Whether an offset lies inside a key or a value of a text: what looks like a comment there is data. */
export type IsInsideText = (offset: number) => boolean;

/**
 * Leaves out what a comment in the file asks not to be told:
 * `# langfuse-stack-disable-line CODE, CODE -- reason`, `-next-line` or `-file`.
 */
export function withoutSuppressed(
  diagnostics: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
  insideText: (path: string) => IsInsideText,
): readonly Diagnostic[] {
  const files = new Map<string, Suppressions>();
  return diagnostics.filter(({ path, span, code }) => {
    const file = files.get(path) ?? new Suppressions(texts.get(path) ?? '', insideText(path));
    files.set(path, file);
    return !file.covers(span, code);
  });
}

/**
 * The edit that keeps a code from being reported at a place of a text: a comment line above it. Undefined inside a value
 * of several lines, of which the comment would become a part.
 */
export function suppressionEdit(
  text: string,
  { start }: Span,
  code: string,
  isInsideText: IsInsideText,
): TextEdit | undefined {
  const index = new LineIndex(text);
  const { line, column } = index.positionAt(start);
  const lineStart = start - column;
  if (isInsideText(lineStart)) return undefined;
  const above = directivesOf(text, isInsideText).find(
    (directive) => directive.scope === 'next-line' && directive.line === line - 1,
  );
  if (above !== undefined) {
    const separator = above.codes.length > 0 ? ', ' : ' ';
    return { span: { start: above.codesEnd, end: above.codesEnd }, newText: separator + code };
  }
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
  private readonly index: LineIndex | undefined;
  private readonly ofFile = new CodeSet();
  private readonly ofLines = new Map<number, CodeSet>();

  constructor(text: string, isInsideText: IsInsideText) {
    const directives = directivesOf(text, isInsideText);
    if (directives.length > 0) this.index = new LineIndex(text);
    for (const { scope, line, codes } of directives) {
      if (scope === 'file') this.ofFile.add(codes);
      else this.ofLine(scope === 'line' ? line : line + 1).add(codes);
    }
  }

  covers({ start }: Span, code: string): boolean {
    if (this.index === undefined) return false;
    const { line } = this.index.positionAt(start);
    return this.ofFile.has(code) || this.ofLines.get(line)?.has(code) === true;
  }

  private ofLine(line: number): CodeSet {
    const codes = this.ofLines.get(line) ?? new CodeSet();
    this.ofLines.set(line, codes);
    return codes;
  }
}

/** Codes that comments name, looked up at once however many they are. */
class CodeSet {
  private isAll = false;
  private readonly patterns = new Set<string>();

  /** None stands for every code. */
  add(patterns: readonly string[]): void {
    if (patterns.length === 0) this.isAll = true;
    for (const pattern of patterns) this.patterns.add(pattern);
  }

  has(code: string): boolean {
    return this.isAll || this.patterns.has(code) || this.patterns.has(code.replace(/\/.*/, '/*'));
  }
}

function directivesOf(text: string, isInsideText: IsInsideText): readonly Directive[] {
  if (!text.includes('langfuse-stack-disable-')) return [];
  const index = new LineIndex(text);
  const matches = [...text.matchAll(DIRECTIVE)].filter(({ index: offset }) => !isInsideText(offset));
  return matches.map((match): Directive => {
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
