import { fixOf, replaceAt } from '../edits';
import { textOf } from '../reading';
import type { Rule } from '../rule';

export const listQuotesLiteral: Rule = {
  code: 'compose/list-quotes-literal',
  severity: 'warning',
  summary: 'Quotes inside a list item become a part of the value.',
  explanation:
    'In `- NAME="value"` the quotes do not begin the item, so YAML takes them for text and the container receives them: an address becomes invalid, a password is refused, and the organisation is called `"Acme"`. Leave them out, or quote the whole item: `- "NAME=value"`.',
  *check(stack) {
    for (const service of stack.project.services.values()) {
      for (const { name, origin, source } of service.environment.values()) {
        const entry = stack.yamlFile(origin.path)?.entryAt(origin.span.start);
        if (source !== 'environment' || entry?.key !== undefined || entry === undefined) continue;
        const whole = { path: origin.path, span: entry.whole };
        const place = { path: origin.path, span: entry.value };
        const inner = /^(["'])([^"']*)\1$/.exec(textOf(stack, place))?.[2];
        // Behind a quote that begins the item, the inner ones are meant.
        if (inner === undefined || !textOf(stack, whole).startsWith(`${name}=`)) continue;
        const isPlain = !/[:#\\]\s|\s#|:$|^\s|\s$/.test(inner);
        yield {
          at: place,
          message: `${service.name} receives ${name} with these quotes as a part of it. Remove them.`,
          fixes: isPlain ? fixOf('Remove the quotes', [replaceAt(place, inner)]) : [],
        };
      }
    }
  },
};
