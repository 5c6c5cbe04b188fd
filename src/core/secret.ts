/** What stands in the place of a secret wherever text is shown. */
export const REDACTED = '••••••';

/**
 * A value that must not be seen. Every way of turning it into text redacts it; only `reveal` gives it away,
 * so each place that needs the real value says so.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return REDACTED;
  }
}

/** A resolved text. It is a Secret when its name is secret or when a secret was interpolated into it. */
export type Value = string | Secret;

/** The real text. The result must stay inside the computation: never in a message, log, argument or tooltip. */
export function reveal(value: Value): string {
  return typeof value === 'string' ? value : value.reveal();
}
