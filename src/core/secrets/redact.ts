import type { ComposeProject } from '../compose/project';
import { percentDecoded } from '../percentDecoded';
import { REDACTED, Secret, reveal } from '../secret';
import type { Value } from '../secret';
import { passwordsIn } from '../secretNames';

/** Shorter texts occur everywhere, so replacing them would only garble the message. */
const MIN_LENGTH = 4;

/** Replaces every secret that the project knows, also in its URL-encoded form. */
export function redactor(project: ComposeProject): (text: string) => string {
  return redactorOf(valuesOf(project));
}

/** Replaces those of the values that are secrets. */
export function redactorOf(values: Iterable<unknown>): (text: string) => string {
  // The longest first: a URL holds the password that is a secret of its own.
  const secrets = [...secretTexts(values)]
    .filter((text) => text.length >= MIN_LENGTH)
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((redacted, secret) => redacted.replaceAll(secret, REDACTED), text);
}

/** What a project's secrets look like wherever they are written. They must stay inside the computation. */
export function secretTextsOf(project: ComposeProject): ReadonlySet<string> {
  return secretTexts(valuesOf(project));
}

function secretTexts(values: Iterable<unknown>): ReadonlySet<string> {
  const texts = new Set<string>();
  for (const value of values) {
    if (!(value instanceof Secret) && typeof value !== 'string') continue;
    // A command is no secret, but may hold one.
    const whole = value instanceof Secret ? [value.reveal()] : [];
    const passwords = passwordsIn(reveal(value));
    // Programs are given the password of a URL alone, and decoded.
    for (const secret of [...whole, ...passwords, ...passwords.map(percentDecoded)]) {
      texts.add(secret);
      texts.add(encodeURIComponentSafely(secret));
    }
  }
  return texts;
}

function* valuesOf(project: ComposeProject): Generator<Value | undefined> {
  for (const variable of project.environment.values()) yield variable.value;
  for (const variable of project.envFile.values()) yield variable.value;
  for (const service of project.services.values()) {
    for (const variable of service.environment.values()) yield variable.value;
    yield* service.command?.value ?? [];
    yield* service.entrypoint?.value ?? [];
    yield* service.healthcheck?.test ?? [];
  }
}

// A lone surrogate makes encodeURIComponent throw; such a text has no URL form.
function encodeURIComponentSafely(text: string): string {
  return /\p{Surrogate}/u.test(text) ? text : encodeURIComponent(text);
}
