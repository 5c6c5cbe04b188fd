import type { CatalogueEntry } from '../../langfuse/catalogue';
import type { Rule } from '../rule';
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
      yield {
        at: place(),
        message: `${service.name} stops at start, because ${entry.name} must be ${expected}. Correct it, or remove it to use the default.`,
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
