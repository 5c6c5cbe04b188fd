import assert from 'node:assert/strict';
import { parse as readAsProgram } from 'dotenv';
import { checkStack } from '../../../src/core/check';
import type { ComposeProject } from '../../../src/core/compose/project';
import { resolveProject } from '../../../src/core/compose/resolveProject';
import { recoverYaml } from '../../../src/core/compose/yamlLibrary';
import { createYamlReader } from '../../../src/core/compose/yamlReader';
import type { Diagnostic, FileEdit } from '../../../src/core/diagnostic';
import type { FileFacts } from '../../../src/core/fileFacts';
import type { LevelsByCode } from '../../../src/core/severityLevels';
import type { EngineFacts } from '../../../src/core/stack/engineFacts';
import type { Span } from '../../../src/core/text';
import { applyEdits } from '../../../src/core/text';
import { noteKind } from './checkedKinds';
import { assertOthersUnchanged } from './unchangedOthers';

/** Texts by path. `«…»` marks what a rule is expected to mark. */
export type Files = Readonly<Record<string, string>>;

/** What a check knows beyond the texts. */
export interface Surroundings {
  /** The shell; empty when left out. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly facts?: Readonly<Record<string, FileFacts>>;
  readonly exampleText?: string;
  readonly engine?: EngineFacts;
}

/** Checks a stack of texts as if the folder held nothing else. */
export function checkFiles(
  files: Files,
  surroundings: Surroundings = {},
  levels: LevelsByCode = new Map(),
): readonly Diagnostic[] {
  const { facts = {}, exampleText, engine } = surroundings;
  const stack = {
    project: resolveTexts(files, surroundings),
    texts: new Map(Object.entries(files)),
    facts: new Map(Object.entries(facts)),
    readAsProgram,
    ...(exampleText === undefined ? {} : { exampleText }),
    ...(engine === undefined ? {} : { engine }),
  };
  return checkStack(stack, levels);
}

export function resolveTexts(files: Files, { environment = {} }: Surroundings): ComposeProject {
  const contents = new Map<string, string | null>(Object.entries(files));
  for (;;) {
    const result = resolveProject({
      folderName: 'stack',
      files: contents,
      environment,
      reader: createYamlReader(recoverYaml),
    });
    if (result.kind === 'project') return result.project;
    for (const path of result.paths) contents.set(path, null);
  }
}

/**
 * Returns a check for one code: its findings must be exactly the marked places. `fix` then applies a fix of the
 * first finding (the first one, or the one with that title), returns the files, and makes sure that the finding is gone
 * and that no variable has changed which the fix does not touch.
 */
export function ruleChecker(code: string, surroundings: Surroundings = {}) {
  return (marked: Files) => {
    const { files, marks } = unmark(marked);
    const findings = checkFiles(files, surroundings).filter((diagnostic) => diagnostic.code === code);
    assert.deepEqual(
      findings.map(({ path, span }) => quote(path, span, files)),
      marks.map(({ path, span }) => quote(path, span, files)),
    );
    noteKind(code, findings.length > 0 ? 'fires' : 'nearly');
    if (findings.some(({ fixes }) => fixes.length > 0)) noteKind(code, 'fixOffered');
    if (findings.some(({ cure }) => cure !== undefined)) noteKind(code, 'cureOffered');
    const [first] = findings;
    return {
      findings,
      /** `after` is what is known of the files once they are fixed. */
      fix: (title?: string, after: Surroundings = surroundings): Files => {
        assert.ok(first, 'There is no finding to fix.');
        const fix = first.fixes.find((candidate) => title === undefined || candidate.title === title);
        assert.ok(fix, `No such fix among: ${first.fixes.map((candidate) => candidate.title).join(', ')}`);
        const fixed = applyFileEdits(files, fix.edits);
        assertOthersUnchanged(
          { project: resolveTexts(files, surroundings), files },
          { project: resolveTexts(fixed, surroundings), files: fixed },
          fix.edits,
        );
        const place = quote(first.path, first.span, files);
        const left = checkFiles(fixed, after).filter((diagnostic) => diagnostic.code === code);
        assert.ok(
          left.length < findings.length,
          `The fix leaves ${place}: ${left.map(({ message }) => message).join(' ')}`,
        );
        noteKind(code, 'fixed');
        return fixed;
      },
    };
  };
}

export function applyFileEdits(files: Files, edits: readonly FileEdit[]): Files {
  const changed = edits.map(({ path, edits: textEdits }) => [path, applyEdits(files[path] ?? '', textEdits)]);
  return { ...files, ...(Object.fromEntries(changed) as Files) };
}

function unmark(marked: Files): { files: Files; marks: readonly { path: string; span: Span }[] } {
  const files: Record<string, string> = {};
  const marks: { path: string; span: Span }[] = [];
  for (const [path, text] of Object.entries(marked)) {
    const starts: number[] = [];
    let plain = '';
    for (const character of text) {
      if (character === '«') starts.push(plain.length);
      else if (character === '»') marks.push({ path, span: { start: starts.pop() ?? 0, end: plain.length } });
      else plain += character;
    }
    files[path] = plain;
  }
  marks.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.span.start - b.span.start));
  return { files, marks };
}

function quote(path: string, { start, end }: Span, files: Files): string {
  return `${path}:${start} ${(files[path] ?? '').slice(start, end)}`;
}
