import assert from 'node:assert/strict';
import type { ComposeProject, ContainerVariable } from '../../../src/core/compose/project';
import type { FileEdit } from '../../../src/core/diagnostic';
import { parseEnv } from '../../../src/core/env/parse';
import { reveal } from '../../../src/core/secret';
import type { Location, Span } from '../../../src/core/text';

interface Resolved {
  readonly project: ComposeProject;
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Asserts that edits change only what they touch: variables that are written or named there, and what is made of
 * these by reference. Files that compose refused before had no values that could change.
 */
export function assertOthersUnchanged(before: Resolved, after: Resolved, edits: readonly FileEdit[]): void {
  if (before.project.problems.length > 0) return;
  const touched = new Set(['', ...namedIn(before.files, edits), ...assignedIn(before.files, edits)]);
  const changed = (name: string) =>
    textOf(before.project.environment.get(name)?.value) !==
    textOf(after.project.environment.get(name)?.value);
  for (const name of new Set([...before.project.environment.keys(), ...after.project.environment.keys()])) {
    const isMadeOfTouched = [...(before.files['.env'] ?? '').matchAll(/\$\{?(\w+)/g)].some(([, used]) =>
      touched.has(used!),
    );
    assert.ok(
      !changed(name) || touched.has(name) || isMadeOfTouched,
      `The fix changes ${name}, which it does not mention.`,
    );
  }
  for (const [serviceName, service] of before.project.services) {
    const fixed = after.project.services.get(serviceName);
    assert.ok(fixed, `The fix removes the service ${serviceName}.`);
    for (const [name, variable] of service.environment) {
      const isSame = textOf(variable.value) === textOf(fixed.environment.get(name)?.value);
      assert.ok(
        isSame || touched.has(name) || isMadeOf(before.project, variable, touched),
        `The fix changes ${name} of ${serviceName}, which it does not mention.`,
      );
    }
    for (const name of fixed.environment.keys())
      assert.ok(
        service.environment.has(name) || touched.has(name) || addsEnvFile(edits),
        `The fix gives ${serviceName} ${name}, which it does not mention.`,
      );
  }
}

/** Every word of the texts that come and go. */
function* namedIn(files: Resolved['files'], edits: readonly FileEdit[]): Iterable<string> {
  for (const { path, edits: textEdits } of edits)
    for (const { span, newText } of textEdits)
      for (const text of [newText, (files[path] ?? '').slice(span.start, span.end)]) {
        yield* text.match(/\w+/g) ?? [];
        // A project that gets a name gets this variable with it.
        if (/^name:/m.test(text)) yield 'COMPOSE_PROJECT_NAME';
      }
}

/** The names of what is assigned where an edit is made: `NAME=`, `NAME:` and `- NAME=` of the edited lines. */
function* assignedIn(files: Resolved['files'], edits: readonly FileEdit[]): Iterable<string> {
  for (const { path, edits: textEdits } of edits) {
    const text = files[path] ?? '';
    for (const item of parseEnv(text).items)
      if ('key' in item && textEdits.some(({ span }) => meets(item.span, span))) {
        yield item.key.text;
        // A bare name at the very end of a file is a value, until it gets its `=`.
        if (item.kind === 'assignment' && item.separator.text === '') yield item.value.decoded.text;
      }
    for (const { span } of textEdits) {
      if (span.start === span.end) continue;
      const line = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.end);
      yield* Array.from(line.matchAll(/(\w+)["']?\s*[:=]/g), ([, name]) => name!);
    }
  }
}

function isMadeOf(
  { references, environment }: ComposeProject,
  { origin, passedOn }: ContainerVariable,
  touched: ReadonlySet<string>,
): boolean {
  if (passedOn !== undefined && touched.has(passedOn.name)) return true;
  const used = references.filter((reference) => isIn(reference, origin)).map(({ name }) => name);
  return used.some((name) => touched.has(name) || environment.get(name) === undefined);
}

function addsEnvFile(edits: readonly FileEdit[]): boolean {
  return edits.some(({ edits: textEdits }) => textEdits.some(({ newText }) => newText.includes('env_file')));
}

function isIn(inner: Location, outer: Location): boolean {
  return (
    inner.path === outer.path && outer.span.start <= inner.span.start && inner.span.end <= outer.span.end
  );
}

function meets(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function textOf(value: Parameters<typeof reveal>[0] | undefined): string | undefined {
  return value === undefined ? undefined : reveal(value);
}
