import { fixOf, replaceAt } from '../edits';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';
import { topReferences } from './envReferences';

export const selfReference: Rule = {
  code: 'env/self-reference',
  severity: 'warning',
  summary: 'A variable refers to itself, and nothing sets it before.',
  explanation:
    '`A=$A` takes the value that the shell or a line above has, so it is a way to add to a value. Where neither has one it yields nothing: the variable is empty or lacks a part. Set it above, in the shell, or write a default: `A=${A:-default}`.',
  *check(stack) {
    for (const [path, { items }] of stack.envDocuments) {
      const seen = new Set<string>();
      for (const item of items) {
        if (item.kind !== 'assignment') continue;
        const name = item.key.text;
        const own = topReferences(item).find(
          (reference) => reference.name === name && reference.operator === '',
        );
        if (own !== undefined && !seen.has(name) && !isSetOutside(stack, path, name)) {
          const at = { path, span: item.value.decoded.spanOf(own.span) };
          yield {
            at,
            message: `${name} refers to itself, and neither the shell nor a line above sets it: nothing is put here. Write the value itself.`,
            fixes: fixOf('Remove the reference, which stands for nothing', [replaceAt(at, '')], 'offered'),
          };
        }
        seen.add(name);
      }
    }
  },
};

/** Whether something other than the file itself has a value that a reference in it finds. */
export function isSetOutside(stack: StackContext, path: string, name: string): boolean {
  const variable = stack.project.environment.get(name);
  if (variable?.value === undefined) return false;
  return variable.source === 'shell' || variable.origin?.path !== path;
}
