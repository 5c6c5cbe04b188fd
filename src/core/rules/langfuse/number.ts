import type { CatalogueEntry } from '../../langfuse/catalogue';
import type { Fix } from '../../diagnostic';
import type { Location } from '../../text';
import { fixOf, inFile, removeAssignment, replaceValue } from '../edits';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';
import { assignmentAt } from '../stackContext';
import { setValues } from './acceptedValue';

export const numberValue: Rule = {
  code: 'langfuse/number',
  severity: 'error',
  summary: 'A number that Langfuse does not accept for this setting.',
  explanation:
    'Langfuse checks its settings at start and stops at the first wrong one. A setting that is a number must be one, without a unit, and inside the bounds of the setting.',
  *check(stack) {
    for (const { entry, text, service, place } of setValues(stack)) {
      if (entry.type !== 'number' && entry.type !== 'int') continue;
      const expected = violated(entry, Number(text));
      if (expected === undefined) continue;
      const at = place();
      yield {
        at,
        message: `${service.name} stops at start, because ${entry.name} must be ${expected}. Correct it, or remove it to use the default.`,
        fixes: [...nearestBound(stack, at, entry, Number(text)), ...removed(stack, at, entry)],
      };
    }
  },
};

function violated({ type, min, above, max }: CatalogueEntry, value: number): string | undefined {
  if (!Number.isFinite(value)) return 'a plain number';
  if (type === 'int' && !Number.isInteger(value)) return 'a whole number';
  if (min !== undefined && value < min) return `${min} or more`;
  if (above !== undefined && value <= above) return `more than ${above}`;
  if (max !== undefined && value > max) return `${max} or less`;
  return undefined;
}

function nearestBound(
  stack: StackContext,
  at: Location,
  { min, max }: CatalogueEntry,
  value: number,
): readonly Fix[] {
  const bound = min !== undefined && value < min ? min : max !== undefined && value > max ? max : undefined;
  if (bound === undefined) return [];
  return fixOf(`Write ${bound}`, [replaceValue(stack, at, String(bound))], 'offered');
}

/** Where the default is known, and the number stands in a line of its own. */
function removed(stack: StackContext, at: Location, entry: CatalogueEntry): readonly Fix[] {
  const fallback = entry.defaultIn(stack.langfuseMajor);
  if (fallback === undefined) return [];
  const line = assignmentAt(stack, at);
  // A variable of `.env` may be there for others as well.
  if (line !== undefined && line.key.text !== entry.name) return [];
  const edit =
    line === undefined
      ? inFile(at.path, [stack.yamlFile(at.path)?.removeEntry(at.span.start)])
      : removeAssignment(stack, at.path, line);
  return fixOf(`Remove it, for the default ${fallback}`, [edit], 'offered');
}
