import type { Value } from '../secret';
import type { Span } from '../text';
import type { LoadProblem } from './project';

export interface RawVariable {
  readonly name: string;
  readonly value: Value;
  readonly span: Span;
  readonly valueSpan: Span;
}

export interface RawEnv {
  readonly variables: readonly RawVariable[];
  readonly problems: readonly LoadProblem[];
}

/** Reads an env_file of the format `raw`: one `KEY=value` per line, nothing quoted, commented or interpolated. */
export function parseRawEnv(
  path: string,
  text: string,
  inherit: (name: string) => Value | undefined,
): RawEnv {
  const variables: RawVariable[] = [];
  const problems: LoadProblem[] = [];
  const fail = (span: Span, message: string): void => {
    problems.push({ code: 'env/space-in-key', message, path, span });
  };
  let offset = text.startsWith('\ufeff') ? 1 : 0;
  while (offset < text.length) {
    const newline = text.indexOf('\n', offset);
    const lineEnd = newline < 0 ? text.length : newline;
    const line = text.slice(offset, lineEnd).replace(/\r$/, '');
    const trimmed = line.trimStart();
    const start = offset + line.length - trimmed.length;
    offset = lineEnd + 1;
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const equals = trimmed.indexOf('=');
    const name = equals < 0 ? trimmed : trimmed.slice(0, equals);
    const span = { start, end: start + name.length };
    if (name === '')
      fail({ start, end: start + 1 }, 'A name must stand in front of “=”: compose refuses the file.');
    else if (/[ \t]/.test(name))
      fail(span, "A variable's name cannot hold a blank: compose refuses the file.");
    else {
      const value = equals < 0 ? inherit(name) : trimmed.slice(equals + 1);
      const valueSpan = equals < 0 ? span : { start: span.end + 1, end: start + trimmed.length };
      if (value !== undefined) variables.push({ name, value, span, valueSpan });
    }
  }
  return { variables, problems };
}
