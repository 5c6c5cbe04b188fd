import { evaluateTemplate, holdsSecretDefault, parseTemplate } from '../env/template';
import type { Evaluation } from '../env/template';
import { isSecretName } from '../langfuse/catalogue';
import { Secret, reveal } from '../secret';
import type { Value } from '../secret';
import { holdsPassword, passwordsIn } from '../secretNames';
import type { NameIndex } from './nameIndex';
import type { Reference } from './nameUse';

/**
 * What a reference of a compose file yields; undefined where that is not certain: compose refuses it or does not look
 * at it, it is written with escapes, or a file that is included has an environment of its own.
 */
export function referenceValue(index: NameIndex, use: Reference): Value | undefined {
  const { path, whole, resolved } = use;
  if (resolved?.isEvaluated !== true) return undefined;
  const { project, texts } = index.stack;
  const written = texts.get(path)?.slice(whole.start, whole.end) ?? '';
  if (/\\|''|[\r\n]/.test(written)) return undefined;
  const evaluation = evaluateTemplate(parseTemplate(written), (name) => project.environment.get(name)?.value);
  if (evaluation.failures.length > 0 || !isAsResolved(index, use, evaluation)) return undefined;
  const isHidden =
    evaluation.isSecret ||
    holdsSecretDefault(evaluation, isSecretName) ||
    (evaluation.text !== '' && belongsToSecret(index, evaluation.text, resolved));
  return isHidden ? new Secret(evaluation.text) : evaluation.text;
}

/** Whether every reference within took its value from where compose took it. */
function isAsResolved(index: NameIndex, { path, whole }: Reference, { references }: Evaluation): boolean {
  const known = new Map(
    index.referencesIn({ path, span: whole }).map((use) => [use.span.start, use.resolved]),
  );
  return references.every(({ reference, outcome, isEvaluated }) => {
    if (!isEvaluated) return true;
    const resolution = known.get(whole.start + reference.nameSpan.start)?.resolution;
    const source = index.stack.project.environment.get(reference.name)?.source;
    return resolution === (outcome === 'value' ? source : outcome);
  });
}

/** A default is written in the file, but what a secret is does not depend on where it stands. */
function belongsToSecret(
  index: NameIndex,
  text: string,
  reference: NonNullable<Reference['resolved']>,
): boolean {
  if (isSecretName(reference.name) || holdsPassword(text)) return true;
  const entry = index.entryAround(reference);
  const whole = reveal(entry?.value ?? '');
  if (passwordsIn(whole).includes(text)) return true;
  return entry !== undefined && isSecretName(entry.name) && whole === text;
}
