import type { Fix } from '../../diagnostic';
import type { EnvAssignment, EnvDocument } from '../../env/parse';
import { fixOf } from '../edits';
import type { Rule } from '../rule';
import { lineAround, lineEndingOf, wholeLineAt } from '../../text';
import { plainText, topReferences } from './envReferences';
import { isSetOutside } from './selfReference';

export const forwardReference: Rule = {
  code: 'env/forward-reference',
  severity: 'warning',
  summary: 'A value refers to a variable that is set further down.',
  explanation:
    'Compose reads an env file from top to bottom, and a reference sees only what the shell and the lines above have set. What a line below sets is not there yet: nothing, or the default, takes its place, and no command says so. Move the line that sets the variable above the one that uses it.',
  *check(stack) {
    for (const [path, document] of stack.envDocuments) {
      const above = new Set<string>();
      const setAt = assignmentsByName(document);
      for (const item of document.items) {
        if (item.kind === 'inherit') above.add(item.key.text);
        if (item.kind !== 'assignment') continue;
        for (const { name, operator, span } of topReferences(item)) {
          const [definition, second] = setAt.get(name) ?? [];
          const isLate = definition !== undefined && !above.has(name) && name !== item.key.text;
          // With `:?` compose refuses the file, and with `:+` the absence may be meant.
          if (!isLate || !/^(?::?-)?$/.test(operator) || isSetOutside(stack, path, name)) continue;
          yield {
            at: { path, span: item.value.decoded.spanOf(span) },
            message: `${name} is set only further down, so it has no value here yet. Move its line above this one.`,
            related: [{ path, span: definition.key.span, message: `${name} is set here.` }],
            fixes: second === undefined ? moveAbove(path, document, definition, item) : [],
          };
        }
        above.add(item.key.text);
      }
    }
  },
};

function assignmentsByName({ items }: EnvDocument): ReadonlyMap<string, readonly EnvAssignment[]> {
  const byName = new Map<string, EnvAssignment[]>();
  for (const item of items) {
    if (item.kind !== 'assignment') continue;
    const others = byName.get(item.key.text);
    if (others === undefined) byName.set(item.key.text, [item]);
    else others.push(item);
  }
  return byName;
}

// A definition that refers to others could lose them on its way up.
function moveAbove(
  path: string,
  { text }: EnvDocument,
  definition: EnvAssignment,
  user: EnvAssignment,
): readonly Fix[] {
  const line = lineAround(text, definition.span.start);
  const { start } = lineAround(text, user.span.start);
  const isAlone =
    text.slice(line.start, definition.span.start).trim() === '' &&
    text.slice(start, user.span.start).trim() === '' &&
    definition.value.span.end <= line.end &&
    /^[ \t]*(?:#.*)?$/.test(text.slice(definition.value.span.end, line.end));
  if (!isAlone || plainText(definition) === undefined) return [];
  const moved = text.slice(line.start, line.end) + lineEndingOf(text);
  const edits = [
    { span: { start, end: start }, newText: moved },
    { span: wholeLineAt(text, line.start), newText: '' },
  ];
  return fixOf(`Move ${definition.key.text} above this line`, [{ path, edits }]);
}
