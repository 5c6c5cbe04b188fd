import type { ComposeService } from '../compose/project';
import type { FileEdit, Fix } from '../diagnostic';
import type { EnvAssignment } from '../env/parse';
import { lineEndingOf } from '../text';
import type { Location, TextEdit } from '../text';
import { quoteFlow } from './flowEdits';
import type { StackContext } from './stackContext';
import type { YamlAddition } from './yamlFile';
import { quoteYaml } from './yamlFile';

/** One replacement in one file. */
export function replaceAt({ path, span }: Location, newText: string): FileEdit {
  return { path, edits: [{ span, newText }] };
}

/** Gives the value at a place another text, in the quotes that it has. The new text must need no escapes. */
export function replaceValue(stack: StackContext, place: Location, newText: string): FileEdit {
  const file = stack.yamlFile(place.path);
  const entry = file?.entryAt(place.span.start);
  const written = stack.texts.get(place.path)?.slice(place.span.start, place.span.end) ?? '';
  const quote = /^["']/.exec(written)?.[0];
  if (quote !== undefined) return replaceAt(place, quote + newText + quote);
  // Behind `KEY=` in a list item, and in an env file, a bare word is a text already.
  if (entry?.key !== undefined)
    return replaceAt(
      place,
      file?.isInFlow(place.span.start) === true ? quoteFlow(newText) : quoteYaml(newText),
    );
  return replaceAt(place, newText);
}

/** Removes an assignment with its line; only the assignment when its line holds another one. */
export function removeAssignment(stack: StackContext, path: string, item: EnvAssignment): FileEdit {
  const text = stack.texts.get(path) ?? '';
  const { start } = item.span;
  const { end } = item.value.span;
  const lineStart = blanksStart(text, start);
  REST_OF_LINE.lastIndex = end;
  const rest = REST_OF_LINE.exec(text);
  const isAlone = rest !== null && (lineStart === 0 || text[lineStart - 1] === '\n');
  const span = isAlone ? { start: lineStart, end: end + rest[0].length } : { start, end };
  return { path, edits: [{ span, newText: '' }] };
}

/** Blanks, a comment and the line's end. */
const REST_OF_LINE = /[ \t\r]*(?:#[^\n]*)?(?:\n|$)/y;

function blanksStart(text: string, end: number): number {
  let start = end;
  while (start > 0 && /[ \t]/.test(text.charAt(start - 1))) start--;
  return start;
}

/** Adds lines at the end of an env file, which is created when there is none. */
export function appendLines(stack: StackContext, path: string, lines: readonly string[]): FileEdit {
  const text = stack.texts.get(path) ?? '';
  const eol = lineEndingOf(text);
  const isLineOpen = text !== '' && !text.endsWith('\n');
  const newText = (isLineOpen ? eol : '') + lines.map((line) => line + eol).join('');
  return { path, edits: [{ span: { start: text.length, end: text.length }, newText }] };
}

/** Adds variables to a service's `environment`. Undefined when the file is laid out in a way that is not edited. */
export function addToEnvironment(
  stack: StackContext,
  { origin }: ComposeService,
  additions: readonly YamlAddition[],
): FileEdit | undefined {
  const edit = stack.yamlFile(origin.path)?.insertInto(origin.span.start, 'environment', additions);
  return edit === undefined ? undefined : { path: origin.path, edits: [edit] };
}

/**
 * Adds variables where the service already gets its own from: in its env file, else in `environment`. As soon as one
 * has a reference all go to `environment`, where compose names a reference that fails, and what belongs together stays so.
 */
export function addVariables(
  stack: StackContext,
  service: ComposeService,
  additions: readonly YamlAddition[],
): readonly (FileEdit | undefined)[] {
  const envFile = [...service.environment.values()].find(({ source }) => source === 'env-file')?.origin.path;
  if (envFile === undefined || additions.some(({ value }) => value.includes('$')))
    return [addToEnvironment(stack, service, additions)];
  const lines = additions.map(({ name, value }) => `${name}=${value}`);
  return [appendLines(stack, envFile, lines)];
}

/** Edits of one file as one; undefined when one of them cannot be made. */
export function inFile(path: string, edits: readonly (TextEdit | undefined)[]): FileEdit | undefined {
  const possible = edits.filter((edit) => edit !== undefined);
  return possible.length === edits.length ? { path, edits: possible } : undefined;
}

/** The fix, unless one of its edits cannot be made. */
export function fixOf(
  title: string,
  edits: readonly (FileEdit | undefined)[],
  preference: 'preferred' | 'offered' = 'preferred',
): readonly Fix[] {
  const possible = edits.filter((edit) => edit !== undefined);
  if (possible.length === 0 || possible.length !== edits.length) return [];
  return [{ title, edits: byFile(possible), ...(preference === 'preferred' ? { isPreferred: true } : {}) }];
}

// One entry a file, and no edit twice: services that share an anchor share the edit.
function byFile(fileEdits: readonly FileEdit[]): readonly FileEdit[] {
  const files = new Map<string, Map<string, TextEdit>>();
  for (const { path, edits } of fileEdits) {
    const known = files.get(path) ?? new Map<string, TextEdit>();
    for (const edit of edits) known.set(`${edit.span.start}-${edit.span.end} ${edit.newText}`, edit);
    files.set(path, known);
  }
  return [...files].map(([path, edits]) => ({ path, edits: [...edits.values()] }));
}
