import { wordEnd } from './characters';
import { YamlError } from './cursor';
import type { Cursor } from './cursor';
import type { MaybeKey } from './token';

/** A key may stand this many characters in front of its colon, and on the same line. */
const MAX_KEY = 1024;

/** Where a key may have begun: the last such place outside of all brackets, and within each one that is open. */
export class KeyPlaces {
  private readonly last: (MaybeKey | undefined)[] = [undefined];

  constructor(private readonly cursor: Cursor) {}

  /** Whether a bracket is open. */
  isFlow(): boolean {
    return this.last.length > 1;
  }

  openBracket(): void {
    this.last.push(undefined);
  }

  closeBracket(): void {
    this.close();
    if (this.isFlow()) this.last.pop();
  }

  /** What begins here may turn out to be a key; what began before it is none. `number` counts the tokens in front. */
  add(number: number, isRequired: boolean): MaybeKey {
    this.close();
    const { at: start, lineStart } = this.cursor;
    const key = { isOpen: true, isRequired, start, lineStart, number };
    this.last[this.last.length - 1] = key;
    return key;
  }

  /** The place that a colon here makes a key of. */
  current(): MaybeKey | undefined {
    const key = this.last.at(-1);
    return key !== undefined && this.isOpen(key) ? key : undefined;
  }

  /** Whether a colon could still come. */
  isOpen(key: MaybeKey): boolean {
    if (!key.isOpen) return false;
    if (key.lineStart === this.cursor.lineStart && !this.isTooLong(key)) return true;
    this.giveUp(key);
    return false;
  }

  /** What began last is no key. */
  close(): void {
    const key = this.last.at(-1);
    if (key?.isOpen === true) this.giveUp(key);
  }

  private giveUp(key: MaybeKey): void {
    if (key.isRequired) {
      const message =
        'A key and a colon should stand here. Add the colon, or indent the text if it goes on here.';
      throw new YamlError(message, key.start, wordEnd(this.cursor.text, key.start));
    }
    key.isOpen = false;
  }

  private isTooLong({ start }: MaybeKey): boolean {
    const { at, text } = this.cursor;
    if (at - start <= MAX_KEY || at - start > 2 * MAX_KEY) return at - start > MAX_KEY;
    return Array.from(text.slice(start, at)).length > MAX_KEY;
  }
}
