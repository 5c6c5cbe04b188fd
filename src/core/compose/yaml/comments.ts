import { HASH, NEWLINE, RETURN, isBlank } from './characters';
import type { Cursor } from './cursor';

/** How far behind a comment another one is looked for. */
const MAX_BETWEEN = 512;

/** To the end of the last comment in a row. What stands between two of them does not matter, even a tab. */
export function skipComments(cursor: Cursor): void {
  for (;;) {
    cursor.skipToLineEnd();
    let ahead = 0;
    while (ahead < MAX_BETWEEN && isBetween(cursor.code(ahead))) ahead++;
    if (cursor.code(ahead) !== HASH) return;
    cursor.at += ahead;
  }
}

// Other ends of lines keep the next comment from being found, as they do in compose.
function isBetween(code: number): boolean {
  return isBlank(code) || code === NEWLINE || code === RETURN;
}
