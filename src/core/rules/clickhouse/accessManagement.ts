import { fixOf, inFile } from '../edits';
import { readText } from '../reading';
import type { Rule } from '../rule';

const NAME = 'CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT';

export const accessManagement: Rule = {
  code: 'clickhouse/access-management',
  severity: 'info',
  summary: "Langfuse's user may manage users of ClickHouse, which it never does.",
  explanation:
    '`CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT=1` lets the user that the image creates make other users and grant rights. Some guides call it a cure for blank passwords; it has nothing to do with passwords. Langfuse needs no such right: whoever learns its password could lock you out. Leave it out, unless you manage users with SQL yourself.',
  *check(stack) {
    if (stack.langfuseServices.length === 0) return;
    for (const service of stack.services('clickhouse')) {
      const variable = service.environment.get(NAME);
      if (variable?.source !== 'environment' || readText(stack, service, NAME) !== '1') continue;
      const { path, span } = variable.origin;
      const yaml = stack.yamlFile(path);
      const entry = yaml?.entryAt(span.start);
      if (yaml === undefined || entry === undefined) continue;
      yield {
        at: { path, span: entry.whole },
        message: `This gives Langfuse's user the right to manage users, which it never needs; it cures no blank password. Remove it, unless you manage users with SQL.`,
        fixes: fixOf('Remove it', [inFile(path, [yaml.removeEntry(span.start)])], 'offered'),
      };
    }
  },
};
