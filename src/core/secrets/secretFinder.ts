import { isSecretName } from '../langfuse/catalogue';
import { passwordsIn } from '../secretNames';
import type { Span } from '../text';

/** Secrets are found by their first characters; shorter ones occur everywhere. */
const MIN_LENGTH = 4;

const NAMED_VALUE = /([A-Za-z_][\w.-]*)["']?[ \t]*[=:][ \t]*/g;

/** `--requirepass hunter2`, also between brackets; not a reference, which shows nothing. Bounded, since a line may be long. */
const FLAG_VALUE =
  /(?:--?[\w-]{0,40}(?:pass|password|passwd|token|secret|key|auth)|redis-cli\b.{0,200}?\s-a)["']?(?:=|[\s,]{1,8})["']?(?!\$\{?\w+\}?(?:["'\s,\]]|$))([^\s"',\]]+)/gi;

/** Without its `=` a secret stands behind its name all the same; a key over several lines has lines of its own. */
const LOOSE_VALUE = /^\s*(?:export\s+)?([A-Z_][A-Z\d_]*)[ \t]+(?=\S)/;
const LINE_OF_KEY = /^\s*(?=[A-Za-z\d+/]*\d)[A-Za-z\d+/]{16,}={0,2}\s*$/;

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

  /** Spans of one line, which may overlap, by their start. */
  spansIn(line: string): readonly Span[] {
    const spans = [
      ...this.knownIn(line),
      ...passwordsWithin(line),
      ...namedWithin(line),
      ...looseWithin(line),
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

function* passwordsWithin(line: string): Iterable<Span> {
  for (const password of passwordsIn(line)) {
    const start = line.indexOf(password);
    yield { start, end: start + password.length };
  }
}

// To the end of the line: what stands behind a secret, such as a comment, may hold the one before.
function* namedWithin(line: string): Iterable<Span> {
  for (const match of line.matchAll(NAMED_VALUE)) {
    const start = match.index + match[0].length;
    if (isSecretName(match[1] ?? '') && start < line.length) yield { start, end: line.length };
  }
}

function* looseWithin(line: string): Iterable<Span> {
  for (const match of line.matchAll(FLAG_VALUE)) {
    const end = match.index + match[0].length;
    yield { start: end - (match[1]?.length ?? 0), end };
  }
  const [before = '', name = ''] = LOOSE_VALUE.exec(line) ?? [];
  if (isSecretName(name)) yield { start: before.length, end: line.length };
  if (LINE_OF_KEY.test(line)) yield { start: 0, end: line.length };
}
