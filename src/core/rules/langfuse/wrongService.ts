import { lookUpFor } from '../../langfuse/catalogue';
import { roleOf } from '../../langfuse/roles';
import { addToEnvironment, fixOf } from '../edits';
import { isMissing, placeOfValue, readText, textOf } from '../reading';
import type { Rule } from '../rule';

export const wrongService: Rule = {
  code: 'langfuse/wrong-service',
  severity: 'warning',
  summary: 'A setting stands at the half of Langfuse that does not read it.',
  explanation:
    'Some settings are read by web alone, such as everything about sign-in, and some by the worker alone, such as how many jobs it takes at once. At the other one they change nothing, silently. Where a block is shared by both, the half that needs it has it, and nothing is said.',
  *check(stack) {
    for (const service of stack.langfuseServices) {
      const role = roleOf(service);
      const others = stack.services(role === 'web' ? 'worker' : 'web');
      const otherRole = role === 'web' ? 'worker' : 'web';
      const [only] = others;
      if (only === undefined || others.length > 1) continue;
      for (const { name, origin, source } of service.environment.values()) {
        if (source !== 'environment' || role === undefined || lookUpFor(role, name) !== undefined) continue;
        if (lookUpFor(otherRole, name) === undefined || isOfWeb(name)) continue;
        if (!isMissing(stack, only, name)) continue;
        if (readText(stack, service, name) === undefined) continue;
        const entry = stack.yamlFile(origin.path)?.entryAt(origin.span.start);
        if (entry === undefined) continue;
        const written = textOf(stack, placeOfValue(stack, origin));
        const isPlain = /^(?:\$\{[^{}'"]+\}|[\w./:@-]+)$/.test(written);
        yield {
          at: { path: origin.path, span: entry.key ?? entry.whole },
          message: `${service.name} does not read ${name}, and ${only.name}, which does, does not get it. Move it there.`,
          isUnnecessary: true,
          fixes:
            isPlain && !only.environment.has(name)
              ? fixOf(`Give it to ${only.name} as well`, [
                  addToEnvironment(stack, only, [{ name, value: written }]),
                ])
              : [],
        };
      }
    }
  },
};

// The switches of web's migrations are told about by a rule of their own.
function isOfWeb(name: string): boolean {
  return /^LANGFUSE_AUTO_\w+_MIGRATION_DISABLED$/.test(name);
}
