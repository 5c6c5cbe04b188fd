import { isUtc } from '../../langfuse/utc';
import { fixOf, replaceValue } from '../edits';
import { placeOfValue, readText } from '../reading';
import type { Rule } from '../rule';

export const timezone: Rule = {
  code: 'langfuse/timezone',
  severity: 'warning',
  summary: 'A database does not run in UTC.',
  explanation:
    'Langfuse writes times without a zone and needs Postgres and ClickHouse in UTC. In another zone queries miss what came in during the last hours, or show it shifted. The browser shows local time anyway.',
  *check(stack) {
    for (const role of ['postgres', 'clickhouse'] as const) {
      for (const service of stack.services(role)) {
        for (const name of role === 'postgres' ? ['TZ', 'PGTZ'] : ['TZ']) {
          const variable = service.environment.get(name);
          const zone = readText(stack, service, name);
          if (variable === undefined || zone === undefined) continue;
          if (isUtc(zone)) continue;
          // Not where .env sets it, which other services may read.
          const place = placeOfValue(stack, variable.origin);
          yield {
            at: place,
            message: `Langfuse needs ${service.name} in UTC; in another zone it misses or shifts what it shows. Set ${name} to UTC.`,
            fixes:
              variable.source === 'environment'
                ? fixOf('Set it to UTC', [replaceValue(stack, place, 'UTC')])
                : [],
          };
        }
      }
    }
  },
};
