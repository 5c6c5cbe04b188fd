import type { ComposeService } from '../../compose/project';
import { fixOf, inFile, replaceValue } from '../edits';
import { oncePerStack } from '../oncePerStack';
import { placeOfValue } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

const SERVERS = ['postgres', 'clickhouse', 'redis', 's3'] as const;

export const noRestart: Rule = {
  code: 'langfuse/no-restart',
  severity: 'warning',
  summary: 'Nothing starts web or worker again after they stop.',
  explanation:
    "Web and worker stop when a server is not there yet: on the first start, when the worker looks for tables that web has not made, and after the machine reboots, when everything starts at once. They are made to be started again until it works. Without a restart policy the container stays down, and nobody hears of it until traces are missing. Write `restart: always`, or `unless-stopped`, as Langfuse's own file does.",
  *check(stack) {
    // Whoever runs Langfuse alone may start it by other means.
    if (!stack.isComplete || SERVERS.every((role) => stack.services(role).length === 0)) return;
    for (const service of stack.langfuseServices) {
      const { name, origin, restart } = service;
      if (filesWithPolicy(stack).has(origin.path) || (restart !== undefined && restart.value !== 'no'))
        continue;
      yield {
        at: restart === undefined ? origin : placeOfValue(stack, restart.origin),
        message: `Nothing starts ${name} again after it stops, as it does when a database is not ready yet. Add restart: always.`,
        fixes: startAgain(stack, service),
      };
    }
  },
};

function startAgain(stack: StackContext, { origin, restart }: ComposeService) {
  const edit =
    restart === undefined
      ? inFile(origin.path, [stack.yamlFile(origin.path)?.insertKey(origin.span.start, 'restart', 'always')])
      : replaceValue(stack, placeOfValue(stack, restart.origin), 'always');
  return fixOf('Start it again', [edit]);
}

// `deploy.restart_policy` says the same in other words; wherever it stands, it is not taken apart.
const filesWithPolicy = oncePerStack(
  ({ texts }): ReadonlySet<string> =>
    new Set([...texts].flatMap(([path, text]) => (text.includes('restart_policy') ? [path] : []))),
);
