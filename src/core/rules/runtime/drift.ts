import type { ComposeService, ContainerVariable } from '../../compose/project';
import type { Fix } from '../../diagnostic';
import { reveal } from '../../secret';
import type { Secret } from '../../secret';
import type { Container } from '../../stack/container';
import * as drift from '../../stack/drift';
import { fixOf, replaceValue } from '../edits';
import { decidingPlace, read, textOf } from '../reading';
import type { StackContext } from '../stackContext';

/** A variable that a container was created with in another form than the files give it now. */
export interface ChangedVariable {
  readonly variable: ContainerVariable;
  /** What the container has; undefined when it lacks the variable. */
  readonly actual: Secret | undefined;
}

/** The newest container of a service; undefined when it has none or no engine was asked. */
export function containerOf(stack: StackContext, { name }: ComposeService): Container | undefined {
  const own = (stack.engine?.containers ?? []).filter(
    ({ service, status }) => service === name && status !== 'removing',
  );
  return own.reduce<Container | undefined>(
    (newest, container) =>
      newest === undefined || (container.startedAt ?? '') > (newest.startedAt ?? '') ? container : newest,
    undefined,
  );
}

/** Variables of the service whose value is known for certain and is not what its container has. */
export function* changedVariables(stack: StackContext, service: ComposeService): Iterable<ChangedVariable> {
  const container = containerOf(stack, service);
  if (container === undefined || !stack.isComplete) return;
  for (const variable of drift.changedVariables(service, container)) {
    if (read(stack, service, variable.name).kind === 'known')
      yield { variable, actual: container.environment.get(variable.name) };
  }
}

/** Writes what the container has where the value stands. Nothing where that would need quotes or replace a reference. */
export function putBack(
  stack: StackContext,
  variable: ContainerVariable,
  actual: Secret | undefined,
): readonly Fix[] {
  const place = decidingPlace(stack, variable);
  const written = textOf(stack, place);
  const former = actual === undefined ? '' : reveal(actual);
  // A place that holds only the key has no value of its own.
  const isValue = written !== variable.name && !written.includes('$') && !written.includes('\n');
  if (!isValue || !/^[\w.:/@+=~-]+$/.test(former)) return [];
  return fixOf('Put back the value that the container has', [replaceValue(stack, place, former)], 'offered');
}
