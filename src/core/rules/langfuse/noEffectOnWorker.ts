import { lookUpFor } from '../../langfuse/catalogue';
import { fixOf, inFile } from '../edits';
import type { Rule } from '../rule';

export const noEffectOnWorker: Rule = {
  code: 'langfuse/no-effect-on-worker',
  severity: 'info',
  summary: 'A migration switch on the worker, which runs no migrations.',
  explanation:
    "Only the web container migrates the databases; the worker's start script does not. `LANGFUSE_AUTO_CLICKHOUSE_MIGRATION_DISABLED` and `LANGFUSE_AUTO_POSTGRES_MIGRATION_DISABLED` on the worker prevent nothing. They matter when several web containers start at once: then all but one should have them.",
  *check(stack) {
    for (const service of stack.services('worker')) {
      for (const { name, origin, source } of service.environment.values()) {
        const isSwitch = lookUpFor('web', name)?.type === 'flag' && lookUpFor('worker', name) === undefined;
        // In an env file or an anchor that web shares, the line has its effect there.
        const isShared = stack.services('web').some(({ environment }) => environment.has(name));
        if (!isSwitch || isShared || source !== 'environment' || !name.endsWith('_DISABLED')) continue;
        const yaml = stack.yamlFile(origin.path);
        const entry = yaml?.entryAt(origin.span.start);
        if (yaml === undefined || entry === undefined) continue;
        yield {
          at: { path: origin.path, span: entry.whole },
          message: `The worker runs no migrations, so ${name} has no effect here. Remove it.`,
          isUnnecessary: true,
          fixes: fixOf('Remove it', [inFile(origin.path, [yaml.removeEntry(origin.span.start)])]),
        };
      }
    }
  },
};
