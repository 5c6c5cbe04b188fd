import { lookUp } from '../../langfuse/catalogue';
import { roleOf } from '../../langfuse/roles';
import { fixOf, inFile } from '../edits';
import type { Rule } from '../rule';
import { writtenEntry } from './writtenEntry';

/** Libraries inside the images look at these as well. */
const READ_BY_OTHERS = /^(?:https?|no|all)_proxy$/i;

export const removedVariable: Rule = {
  code: 'langfuse/removed-variable',
  severity: 'warning',
  summary: 'A setting that this version of Langfuse no longer reads, or does not read yet.',
  explanation:
    'Langfuse 4 dropped settings of version 3 and brought new ones. What the running version does not know it passes over in silence: the setting changes nothing. Remove it, or look in the notes of the version for what took its place.',
  *check(stack) {
    const { langfuseMajor } = stack;
    if (langfuseMajor === undefined) return;
    for (const service of stack.langfuseServices) {
      const role = roleOf(service);
      for (const { name, origin } of service.environment.values()) {
        const entry = lookUp(name).find(({ readers }) => role !== undefined && readers.includes(role));
        const isGone = entry?.until !== undefined && entry.until < langfuseMajor;
        const isToCome =
          entry?.since !== undefined && entry.since > langfuseMajor && !READ_BY_OTHERS.test(name);
        const at = isGone || isToCome ? writtenEntry(stack, origin) : undefined;
        if (at === undefined) continue;
        const removal = stack.yamlFile(at.path)?.removeEntry(origin.span.start);
        yield {
          at,
          ...(isToCome ? { severity: 'info' as const } : {}),
          message: isGone
            ? `Langfuse ${langfuseMajor} no longer reads ${name}, so it changes nothing. Remove it.`
            : `Langfuse ${langfuseMajor} does not read ${name} yet, so it changes nothing until you raise the version.`,
          isUnnecessary: true,
          fixes: isGone ? fixOf('Remove it', [inFile(at.path, [removal])], 'offered') : [],
        };
      }
    }
  },
};
