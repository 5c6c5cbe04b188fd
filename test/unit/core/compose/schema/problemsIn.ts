import assert from 'node:assert/strict';
import type { LoadProblem } from '../../../../../src/core/compose/project';
import { resolveFiles } from '../project';
import type { Files } from '../project';

/** What compose refuses in files in which `«…»` marks each place at fault. The problems come in the order of the marks. */
export function problemsIn(marked: Files): readonly LoadProblem[] {
  const files = Object.fromEntries(
    Object.entries(marked).map(([path, text]) => [path, text.replaceAll(/[«»]/g, '')]),
  );
  const { problems } = resolveFiles(files);
  const found = problems.map(({ path, span }) => `${path}:${span.start}-${span.end}`);
  const expected = Object.entries(marked).flatMap(([path, text]) =>
    marksOf(text).map(({ start, end }) => `${path}:${start}-${end}`),
  );
  const messages = problems.map(({ message }) => message).join('\n');
  assert.deepEqual([...found].sort(), [...expected].sort(), messages);
  return [...problems].sort((a, b) => expected.indexOf(placeOf(a)) - expected.indexOf(placeOf(b)));
}

/** The codes of what compose refuses in a service whose further keys are given without indentation. */
export function codesInService(body: string, more = ''): readonly string[] {
  const indented = body.replaceAll(/^/gm, '    ');
  const text = `services:\n  a:\n    image: x\n${indented}\n  b: {image: y}\n${more}`;
  return problemsIn({ 'compose.yaml': text }).map(({ code }) => code);
}

function placeOf({ path, span }: LoadProblem): string {
  return `${path}:${span.start}-${span.end}`;
}

function marksOf(text: string): readonly { readonly start: number; readonly end: number }[] {
  const starts: number[] = [];
  const marks: { start: number; end: number }[] = [];
  let offset = 0;
  for (const character of text) {
    if (character === '«') starts.push(offset);
    else if (character === '»') marks.push({ start: starts.pop()!, end: offset });
    else offset += character.length;
  }
  return marks;
}
