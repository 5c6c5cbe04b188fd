import { isSecretName } from '../langfuse/catalogue';
import { secretSpansIn } from '../secretShapes';
import type { LineIndex, Span } from '../text';

/** Secrets are found by their first characters; shorter ones occur everywhere. */
const MIN_LENGTH = 4;

const NAMED_VALUE = /(?<![\w.])([A-Za-z_][\w.-]*)["']?[ \t]*(\+?=|:)[ \t]*/g;
/** With a colon, `${NAME:-default}` is a named value already. */
const DEFAULT_OF = /\$\{(\w+)-/g;
/** A reference alone shows nothing. In small letters it may be a password with a dollar in it. */
const REFERENCE = /^["']?\$\{[A-Z_][A-Z\d_]*(?::?\?[^$}]*)?\}["']?\s*$/;

/** Without its `=` a secret stands behind its name all the same; a key over several lines has lines of its own. */
const LOOSE_VALUE = /^\s*(?:export\s+)?([A-Z_][A-Z\d_]*)[ \t]+(?=\S)/;
const LINE_OF_KEY = /^\s*(?=[A-Za-z\d+/]*\d)[A-Za-z\d+/]{16,}={0,2}\s*$/;

/** Lines that are looked at above one, for the name whose value it belongs to: more than any key has. */
const MAX_LINES_ABOVE = 300;

/** Finds what must not be shown in a line of a file: known secrets, and whatever stands behind a secret name. */
export class SecretFinder {
  private readonly byStart = new Map<string, string[]>();

  /** `secrets` may go over several lines. */
  constructor(secrets: Iterable<string>) {
    const pieces = new Set<string>();
    for (const secret of secrets)
      for (const line of secret.split(/[\r\n]+/)) if (line.length >= MIN_LENGTH) pieces.add(line);
    for (const piece of pieces) {
      const start = piece.slice(0, MIN_LENGTH);
      const known = this.byStart.get(start);
      if (known === undefined) this.byStart.set(start, [piece]);
      else known.push(piece);
    }
  }

  /** Spans of a line, from 0, which may overlap, by their start. */
  spansIn(index: LineIndex, line: number): readonly Span[] {
    const text = index.lineAt(line) ?? '';
    const spans = [
      ...this.knownIn(text),
      ...secretSpansIn(text),
      ...namedWithin(text),
      ...looseWithin(text),
      ...(isBelowSecretName(index, line) ? [{ start: 0, end: text.length }] : []),
    ];
    return spans.sort((a, b) => a.start - b.start);
  }

  private *knownIn(line: string): Iterable<Span> {
    for (let start = 0; start + MIN_LENGTH <= line.length; start++) {
      for (const secret of this.byStart.get(line.slice(start, start + MIN_LENGTH)) ?? [])
        if (line.startsWith(secret, start)) yield { start, end: start + secret.length };
    }
  }
}

// To the end of the line: what stands behind a secret, such as a comment, may hold the one before.
function* namedWithin(line: string): Iterable<Span> {
  for (const { start, name } of namesIn(line)) {
    const isShown = start >= line.length || REFERENCE.test(line.slice(start));
    if (!isShown && isSecretName(name)) yield { start, end: line.length };
  }
}

/** The names of values, and where their values start. */
function* namesIn(line: string): Iterable<{ readonly name: string; readonly start: number }> {
  for (const { 0: whole, 1: name = '', 2: sign, index } of line.matchAll(NAMED_VALUE)) {
    // `registry/auth:1.2` and `http://auth:3000` are places.
    if (sign !== ':' || line[index - 1] !== '/') yield { name, start: index + whole.length };
  }
  for (const { 0: whole, 1: name = '', index } of line.matchAll(DEFAULT_OF))
    yield { name, start: index + whole.length };
}

function* looseWithin(line: string): Iterable<Span> {
  const [before = '', name = ''] = LOOSE_VALUE.exec(line) ?? [];
  if (isSecretName(name)) yield { start: before.length, end: line.length };
  if (LINE_OF_KEY.test(line)) yield { start: 0, end: line.length };
}

/** Whether a line goes on with the value of a secret name further up, such as a block of text in YAML. */
function isBelowSecretName(index: LineIndex, line: number): boolean {
  let indent = indentOf(index.lineAt(line) ?? '');
  for (let above = line - 1; indent > 0 && above >= Math.max(0, line - MAX_LINES_ABOVE); above--) {
    const text = index.lineAt(above) ?? '';
    if (text.trim() === '' || indentOf(text) >= indent) continue;
    indent = indentOf(text);
    const last = [...namesIn(text)].at(-1);
    if (last !== undefined && isSecretName(last.name)) return true;
  }
  return false;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
