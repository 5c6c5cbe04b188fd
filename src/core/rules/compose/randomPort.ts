import { fixOf, replaceAt } from '../edits';
import { placeOfValue, referencesIn, textOf } from '../reading';
import type { Rule } from '../rule';

export const randomPort: Rule = {
  code: 'compose/random-port',
  severity: 'warning',
  summary: 'The port of the machine comes from a variable that is empty.',
  explanation:
    'In `${PORT}:3000` an empty variable leaves `:3000`, which compose accepts: the engine then picks a free port, another one at each start, and the service is not where everybody looks for it. Set the variable, or give it a default: `${PORT:-3000}:3000`.',
  *check(stack) {
    for (const service of stack.project.services.values()) {
      for (const { published, target, origin } of service.ports) {
        const place = placeOfValue(stack, origin);
        const [whole, , before = '', written] =
          /^(["']?)((?:[\d.]+:|\[[\da-fA-F:]*\]:)?)(\$(?:\w+|\{\w+\})):[^:]*$/.exec(textOf(stack, place)) ??
          [];
        if (published !== undefined || whole === undefined || written === undefined) continue;
        const start = place.span.start + whole.indexOf(written, before.length);
        const reference = { path: place.path, span: { start, end: start + written.length } };
        const [used] = referencesIn(stack, reference);
        if (used === undefined) continue;
        yield {
          at: reference,
          message: `${used.name} is empty, so ${service.name} gets another port of the machine at each start. Set it, or give it a default.`,
          fixes: fixOf(`Use ${target} by default`, [replaceAt(reference, `\${${used.name}:-${target}}`)]),
        };
      }
    }
  },
};
