import type { ComposeService } from '../../compose/project';
import { addVariables, fixOf, replaceValue } from '../edits';
import { decidingPlace, isMissing, readText } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

const MODE = 'LANGFUSE_MIGRATION_V4_WRITE_MODE';
const BEHAVIOUR = 'LANGFUSE_MIGRATION_V4_NATIVE_OTEL_BEHAVIOUR';
const OPT_IN = 'LANGFUSE_MIGRATION_V4_ALLOW_PREVIEW_OPT_IN';
const DEFAULTS: ReadonlyMap<string, string> = new Map([
  [MODE, 'events_only'],
  [BEHAVIOUR, 'direct'],
  [OPT_IN, 'true'],
]);

/** With this write mode the worker refuses that value, and takes the other. */
const REFUSED = [
  { mode: 'legacy', name: BEHAVIOUR, value: 'direct', instead: 'dual_write' },
  { mode: 'events_only', name: BEHAVIOUR, value: 'dual_write', instead: 'direct' },
  { mode: 'events_only', name: OPT_IN, value: 'false', instead: 'true' },
] as const;

export const v4Flags: Rule = {
  code: 'langfuse/v4-flags',
  severity: 'error',
  summary: 'Settings of the move to Langfuse 4 that contradict each other.',
  explanation:
    'Langfuse 4 writes to the old tables, to both, or to the new one, as `LANGFUSE_MIGRATION_V4_WRITE_MODE` says. The worker stops with `Invalid V4 config` when `legacy` meets `direct`, when `events_only` meets `dual_write`, and when `events_only` comes without the preview. What is not set has the default of version 4: `events_only`, `direct`, `true`.',
  *check(stack) {
    if (stack.langfuseMajor !== 4) return;
    for (const service of stack.services('worker')) {
      const mode = inEffect(stack, service, MODE);
      for (const { name, value, instead } of REFUSED.filter((combination) => combination.mode === mode)) {
        if (inEffect(stack, service, name) !== value) continue;
        const variable = service.environment.get(name);
        const decisive = variable ?? service.environment.get(MODE);
        const place = decisive && decidingPlace(stack, decisive);
        yield {
          at: place ?? service.origin,
          message: `${service.name} stops at start, because write mode ${mode} does not go with ${name} ${value}. Set that to ${instead}, or choose another mode.`,
          fixes: fixOf(
            `Set ${name} to ${instead}`,
            variable === undefined || place === undefined
              ? addVariables(stack, service, [{ name, value: instead }])
              : [replaceValue(stack, place, instead)],
          ),
        };
      }
    }
  },
};

function inEffect(stack: StackContext, service: ComposeService, name: string): string | undefined {
  return isMissing(stack, service, name) ? DEFAULTS.get(name) : readText(stack, service, name);
}
