import type { Fix } from '../../diagnostic';
import { knownSecret } from '../../secrets/shapes';
import type { Location } from '../../text';
import { fixOf, replaceAt } from '../edits';
import type { StackContext } from '../stackContext';
import { assignmentAt } from '../stackContext';

/** For a secret of `.env` that may have a new value at any time, since its server takes it anew with each container. */
export function emptiedForSecrets(stack: StackContext, at: Location): readonly Fix[] {
  const item = assignmentAt(stack, at);
  if (item === undefined || at.path !== '.env') return [];
  if (knownSecret(stack.project, item.key.text) === undefined) return [];
  return fixOf('Empty it, for Create Secrets to fill', [replaceAt(at, '')], 'offered');
}
