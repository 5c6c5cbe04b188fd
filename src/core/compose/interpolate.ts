import { evaluateTemplate, holdsSecretDefault, parseTemplate } from '../env/template';
import type { TemplateFailure } from '../env/template';
import { Secret } from '../secret';
import type { Location } from '../text';
import type { Interpolate } from './parse';
import type { LoadProblem, ProjectVariable, VariableReference } from './project';
import type { SourceDocument } from './yamlSource';

/** Where reading leaves what it found. */
export interface InterpolationRecord {
  /** The files as they are written, by path. */
  readonly written: Map<string, readonly SourceDocument[]>;
  readonly references: VariableReference[];
  readonly problems: LoadProblem[];
}

/** Substitutes `${…}` in the scalars of one file. */
export function interpolator(
  path: string,
  lookup: (name: string) => ProjectVariable | undefined,
  record: InterpolationRecord,
  isSecretName: (name: string) => boolean,
): Interpolate {
  return (mapped) => {
    const evaluation = evaluateTemplate(parseTemplate(mapped.text), (name) => lookup(name)?.value);
    for (const { reference, outcome, isEvaluated } of evaluation.references) {
      record.references.push({
        path,
        span: mapped.spanOf(reference.span),
        name: reference.name,
        operator: reference.operator,
        resolution: outcome === 'value' ? (lookup(reference.name)?.source ?? 'unset') : outcome,
        isEvaluated,
      });
    }
    const isSecret = evaluation.isSecret || holdsSecretDefault(evaluation, isSecretName);
    for (const failure of evaluation.failures)
      record.problems.push(describe(failure, { path, span: mapped.spanOf(failure.span) }, isSecret));
    return isSecret ? new Secret(evaluation.text) : evaluation.text;
  };
}

function describe(failure: TemplateFailure, location: Location, isSecret: boolean): LoadProblem {
  if (failure.kind === 'required') {
    const hint = failure.message === '' || isSecret ? '' : ` The file says: ${failure.message}.`;
    const message = `${failure.name} has no value, so compose refuses to start anything.${hint} Set it in .env.`;
    return { code: 'compose/required-missing', message, ...location };
  }
  if (failure.kind === 'too-long') {
    const message =
      'This text grows too long for any program, so the container does not start. Refer to shorter variables.';
    return { code: 'compose/invalid-interpolation', message, ...location };
  }
  const message =
    'Compose cannot read this reference and refuses the file. Write $$ for a plain dollar; a reference is ${NAME}, ${NAME:-default} or ${NAME:?message}.';
  return { code: 'compose/invalid-interpolation', message, ...location };
}
