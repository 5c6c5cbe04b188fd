import type { VariableReference } from '../../compose/project';
import { reveal } from '../../secret';
import { fixOf, removeAssignment, replaceAt } from '../edits';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';
import { assignmentAt } from '../stackContext';

export const emptyHidesDefault: Rule = {
  code: 'xref/empty-hides-default',
  severity: 'info',
  summary: 'A variable is set to nothing, so a default in the compose file is not taken.',
  explanation:
    '`${NAME-default}` takes the default only when `NAME` is not set at all; an empty one is set. `NAME=` in `.env` therefore gives nothing where the default was expected. With a colon, `${NAME:-default}`, an empty one counts as not set. Write the colon, or remove the empty line.',
  *check(stack) {
    const uses = new Map<string, VariableReference[]>();
    for (const reference of stack.project.references) {
      const others = uses.get(reference.name);
      if (others === undefined) uses.set(reference.name, [reference]);
      else others.push(reference);
    }
    for (const { name, value, origin, source } of stack.project.environment.values()) {
      if (source !== 'env-file' || origin === undefined || value === undefined || reveal(value) !== '')
        continue;
      const ofName = uses.get(name) ?? [];
      const hidden = ofName.filter(({ operator, isEvaluated }) => operator === '-' && isEvaluated);
      const [first] = hidden;
      const item = assignmentAt(stack, origin);
      if (first === undefined || item === undefined) continue;
      // Other forms of reference would notice that the variable is gone.
      const isRemovable = ofName.every(({ operator }) => /^:?-$/.test(operator));
      yield {
        at: { path: origin.path, span: item.key.span },
        message: `${name} is set to nothing, which hides the default that the compose file has for it. Write “:-” there, or remove this line.`,
        related: hidden.map(({ path, span }) => ({ path, span, message: 'The default here is not taken.' })),
        fixes: [
          ...fixOf('Take the default for an empty value as well', withColon(stack, hidden), 'offered'),
          ...(isRemovable
            ? fixOf('Remove the line', [removeAssignment(stack, origin.path, item)], 'offered')
            : []),
        ],
      };
    }
  },
};

function withColon(stack: StackContext, references: readonly VariableReference[]) {
  return references.map(({ path, span, name }) => {
    const start = span.start + `\${${name}`.length;
    const isSign = stack.texts.get(path)?.slice(start, start + 1) === '-';
    return isSign ? replaceAt({ path, span: { start, end: start } }, ':') : undefined;
  });
}
