import type { ComposeService, ContainerVariable, VariableReference } from '../compose/project';
import { reveal } from '../secret';
import type { Location } from '../text';
import { oncePerStack } from './oncePerStack';
import type { StackContext } from './stackContext';
import { assignmentAt } from './stackContext';

/** What is certain about a variable of a container. */
export type Reading =
  | { readonly kind: 'absent' }
  /** It is passed, but a part of its value is not known here. */
  | { readonly kind: 'unknown' }
  /** `text` may be a secret: it must not leave the computation. */
  | { readonly kind: 'known'; readonly text: string; readonly variable: ContainerVariable };

export function read(stack: StackContext, service: ComposeService, name: string): Reading {
  const variable = service.environment.get(name);
  if (variable === undefined) {
    // An entrypoint in place of the image's may set anything before it starts the program.
    const isCertain = stack.isComplete && service.entrypoint === undefined;
    return isCertain ? { kind: 'absent' } : { kind: 'unknown' };
  }
  const known = readings(stack);
  const reading = known.get(variable) ?? readVariable(stack, variable);
  known.set(variable, reading);
  return reading;
}

/** Many rules ask for the same few variables. */
const readings = oncePerStack(() => new Map<ContainerVariable, Reading>());

function readVariable(stack: StackContext, variable: ContainerVariable): Reading {
  const isCertain = referencesIn(stack, variable.origin).every(
    ({ resolution }) => resolution !== 'unset' && resolution !== 'error',
  );
  return isCertain ? { kind: 'known', text: reveal(variable.value), variable } : { kind: 'unknown' };
}

/** The text when it is known and not empty. Langfuse treats an empty variable as one that is not set. */
export function readText(stack: StackContext, service: ComposeService, name: string): string | undefined {
  const reading = read(stack, service, name);
  return reading.kind === 'known' && reading.text !== '' ? reading.text : undefined;
}

/** Whether a container certainly does not get the variable, or gets it empty. */
export function isMissing(stack: StackContext, service: ComposeService, name: string): boolean {
  const reading = read(stack, service, name);
  return reading.kind === 'absent' || (reading.kind === 'known' && reading.text === '');
}

/**
 * The value's place that an operator would edit: the line of `.env` when the compose file passes that on as it is,
 * else the entry that gives it. The span is the value as written, with quotes; the key where there is no value.
 */
export function decidingPlace(stack: StackContext, { origin }: ContainerVariable): Location {
  const valuePlace = placeOfValue(stack, origin);
  const references = referencesIn(stack, valuePlace);
  const [only] = references;
  if (only?.resolution === 'env-file' && references.length === 1) {
    const written = textOf(stack, valuePlace).replace(/^["']|["']$/g, '');
    const passedOn = stack.project.environment.get(only.name)?.origin;
    if (only.span.end - only.span.start === written.length && passedOn !== undefined)
      return placeOfValue(stack, passedOn);
  }
  return valuePlace;
}

/** The value as written at an origin; the origin itself where none is written. */
export function placeOfValue(stack: StackContext, origin: Location): Location {
  const span =
    assignmentAt(stack, origin)?.value.span ?? stack.yamlFile(origin.path)?.entryAt(origin.span.start)?.value;
  return span === undefined || span.start === span.end ? origin : { path: origin.path, span };
}

export function textOf(stack: StackContext, { path, span }: Location): string {
  return stack.texts.get(path)?.slice(span.start, span.end) ?? '';
}

/** The references of the compose files inside a place, without those in a default that is not used. */
export function referencesIn(stack: StackContext, place: Location): readonly VariableReference[] {
  return stack.references.within(place).filter(({ isEvaluated }) => isEvaluated);
}
