import type { Location } from '../../text';
import type { StackContext } from '../stackContext';
import { assignmentAt } from '../stackContext';

/** The name of a variable where `environment` or a line of an env file gives it to a container. */
export function writtenEntry(stack: StackContext, origin: Location): Location | undefined {
  const line = assignmentAt(stack, origin);
  if (line !== undefined) return { path: origin.path, span: line.key.span };
  const entry = stack.yamlFile(origin.path)?.entryAt(origin.span.start);
  return entry && { path: origin.path, span: entry.key ?? entry.whole };
}
