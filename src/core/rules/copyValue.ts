import type { ComposeService, ContainerVariable } from '../compose/project';
import type { FileEdit } from '../diagnostic';
import { addToEnvironment, replaceValue } from './edits';
import { placeOfValue, textOf } from './reading';
import type { StackContext } from './stackContext';
import { assignmentAt } from './stackContext';

/**
 * Gives a service's variable the value of another one, by the reference that is written there where there is one.
 * Undefined where the two places are not written in a way that allows it.
 */
export function copyValue(
  stack: StackContext,
  service: ComposeService,
  name: string,
  from: ContainerVariable,
): FileEdit | undefined {
  const text = writtenText(stack, from);
  if (text === undefined) return undefined;
  const variable = service.environment.get(name);
  if (variable === undefined) return addToEnvironment(stack, service, [{ name, value: text }]);
  const place = placeOfValue(stack, variable.origin);
  // A pass-through has no value that could be replaced; a line of an env file may lie above what it would refer to.
  const isEmpty = place === variable.origin;
  const isInEnvFile = assignmentAt(stack, variable.origin) !== undefined;
  return isEmpty || (isInEnvFile && text.includes('$')) ? undefined : replaceValue(stack, place, text);
}

/** A value as its author wrote it, without quotes; undefined where it would read otherwise in another place. */
export function writtenText(
  stack: StackContext,
  { origin, passedOn }: ContainerVariable,
): string | undefined {
  if (passedOn !== undefined) return `\${${passedOn.name}}`;
  const written = textOf(stack, placeOfValue(stack, origin)).replace(/^(["'])(.*)\1$/, '$2');
  return /^[^\s"'\\#]+$/.test(written) ? written : undefined;
}
