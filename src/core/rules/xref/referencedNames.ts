import type { Template } from '../../env/template';
import { parseTemplate } from '../../env/template';
import type { StackContext } from '../stackContext';
import { assignments } from '../stackContext';

/** Names that a compose file or another line of an env file uses. */
export function referencedNames(stack: StackContext): ReadonlySet<string> {
  const names = new Set(stack.project.references.map(({ name }) => name));
  for (const { item } of assignments(stack))
    if (item.value.style !== 'single') collect(parseTemplate(item.value.decoded.text), names);
  return names;
}

function collect(template: Template, names: Set<string>): void {
  for (const part of template.parts) {
    if (part.kind !== 'reference') continue;
    names.add(part.name);
    if (part.argument !== undefined) collect(part.argument, names);
  }
}
