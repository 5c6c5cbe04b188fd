import type { Value } from '../secret';
import { Secret } from '../secret';
import type { Span } from '../text';
import type { EnvAssignment, EnvDocument, EnvInherit } from './parse';
import type { ResolvedReference, TemplateFailure } from './template';
import { evaluateTemplate, holdsSecretDefault } from './template';

export interface EnvVariable {
  readonly name: string;
  /** undefined: named without `=` and absent from the shell. */
  readonly value: Value | undefined;
  /** The key. */
  readonly span: Span;
  /** The value without its quotes; the key when there is none. */
  readonly valueSpan: Span;
}

export interface EnvReference extends Omit<ResolvedReference, 'reference'> {
  readonly name: string;
  readonly span: Span;
}

export interface EvaluationProblem {
  readonly code: 'env/invalid-interpolation' | 'env/required-missing';
  readonly span: Span;
  readonly message: string;
}

export interface EvaluatedEnv {
  /** The last assignment of a name counts. */
  readonly variables: ReadonlyMap<string, EnvVariable>;
  readonly references: readonly EnvReference[];
  readonly problems: readonly EvaluationProblem[];
}

export interface EnvScope {
  /** What wins over the file inside `${…}`, and what a key without `=` inherits. */
  readonly outer: (name: string) => Value | undefined;
  /** Variables of earlier files. */
  readonly earlier?: (name: string) => Value | undefined;
  readonly isSecret: (name: string, value: string) => boolean;
}

/** Gives each key of a `.env` file the value that compose reads. A value that fails is empty. */
export function evaluateEnv(document: EnvDocument, scope: EnvScope): EvaluatedEnv {
  const variables = new Map<string, EnvVariable>();
  const references: EnvReference[] = [];
  const problems: EvaluationProblem[] = [];

  const lookup = (name: string): Value | undefined =>
    scope.outer(name) ?? variables.get(name)?.value ?? scope.earlier?.(name);

  const define = (item: EnvAssignment | EnvInherit, value: Value | undefined): void => {
    const { text: name, span } = item.key;
    const valueSpan = item.kind === 'assignment' ? item.value.contentSpan : span;
    const isSecret = typeof value === 'string' && value !== '' && scope.isSecret(name, value);
    variables.set(name, { name, value: isSecret ? new Secret(value) : value, span, valueSpan });
  };

  for (const item of document.items) {
    if (item.kind === 'inherit') {
      // A key that an earlier line defined keeps that value and its place.
      const outer = scope.outer(item.key.text);
      if (outer !== undefined || !variables.has(item.key.text)) {
        if (item.key.text !== '') define(item, outer ?? scope.earlier?.(item.key.text));
      }
    } else if (item.kind === 'assignment') {
      const { decoded, style } = item.value;
      if (style === 'single' || !decoded.text.includes('$')) {
        define(item, decoded.text);
        continue;
      }
      const evaluation = evaluateTemplate(decoded.template, lookup);
      const isSecret =
        evaluation.isSecret || holdsSecretDefault(evaluation, (name) => scope.isSecret(name, ''));
      for (const { reference, outcome, isEvaluated } of evaluation.references) {
        references.push({ name: reference.name, span: decoded.spanOf(reference.span), outcome, isEvaluated });
      }
      for (const failure of evaluation.failures) {
        problems.push(describe(failure, decoded.spanOf(failure.span), item.key.text, isSecret));
      }
      define(item, isSecret ? new Secret(evaluation.text) : evaluation.text);
    }
  }
  return { variables, references, problems };
}

function describe(failure: TemplateFailure, span: Span, key: string, isSecret: boolean): EvaluationProblem {
  if (failure.kind === 'required') {
    const reason = failure.message === '' || isSecret ? '' : ` (${failure.message})`;
    const message = `${key} needs ${failure.name}, which has no value${reason}: compose refuses the whole file. Set ${failure.name} above this line.`;
    return { code: 'env/required-missing', span, message };
  }
  if (failure.kind === 'too-long') {
    const message = `${key} grows too long for any program, so the container does not start. Refer to shorter variables.`;
    return { code: 'env/invalid-interpolation', span, message };
  }
  const message = `Compose cannot read this reference in ${key} and refuses the whole file. Write $$ for a plain dollar, or put the value in single quotes.`;
  return { code: 'env/invalid-interpolation', span, message };
}
