import type { FileEdit, Fix } from './diagnostic';
import type { TextEdit } from './text';

/**
 * The edits of as many fixes as go together, in the order given. A fix that would overlap an earlier one is left
 * out whole; an edit that an earlier fix makes as well is made once.
 */
export function mergeFixes(fixes: readonly Fix[]): readonly FileEdit[] {
  const merged = new Map<string, TextEdit[]>();
  for (const fix of fixes) {
    const fresh = fix.edits.map(({ path, edits }) => ({
      path,
      edits: edits.filter((edit) => !(merged.get(path) ?? []).some((other) => isSame(edit, other))),
    }));
    const isFree = fresh.every(({ path, edits }) =>
      edits.every((edit) => !(merged.get(path) ?? []).some((other) => overlap(edit, other))),
    );
    if (!isFree) continue;
    for (const { path, edits } of fresh) merged.set(path, [...(merged.get(path) ?? []), ...edits]);
  }
  return [...merged].map(([path, edits]) => ({ path, edits }));
}

function isSame(a: TextEdit, b: TextEdit): boolean {
  return a.span.start === b.span.start && a.span.end === b.span.end && a.newText === b.newText;
}

// Two insertions at one place do not overlap, unless both bring the same key; an insertion inside or at the start of a
// replaced range does.
function overlap(a: TextEdit, b: TextEdit): boolean {
  const bothInsert = a.span.start === a.span.end && b.span.start === b.span.end;
  if (bothInsert) return a.span.start === b.span.start && keysOf(a).some((key) => keysOf(b).includes(key));
  if (a.span.start === b.span.start) return true;
  return a.span.start < b.span.end && b.span.start < a.span.end;
}

/** At the start of a line, or behind a comma between brackets. */
const KEY = /(?:^|,)\s*(?:- )?["']?([\w.-]+)(?=[:=])/g;

/** The keys or names that inserted lines give to what they are inserted into. */
function keysOf({ newText }: TextEdit): readonly string[] {
  const lines = newText
    .replace(/^,/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const indents = lines.map((line) => line.length - line.trimStart().length);
  const outermost = Math.min(...indents);
  return lines
    .filter((_, index) => indents[index] === outermost)
    .flatMap((line) => Array.from(line.matchAll(KEY), ([, key = '']) => key));
}
