import { fixOf, replaceValue } from '../edits';
import { textOf } from '../reading';
import type { Rule } from '../rule';
import { setValues } from './acceptedValue';

/** ClickHouse's addresses have a rule of their own, and a start script puts the other together. */
const ELSEWHERE: ReadonlySet<string> = new Set(['CLICKHOUSE_URL', 'CLICKHOUSE_MIGRATION_URL', 'DIRECT_URL']);

export const urlValue: Rule = {
  code: 'langfuse/url',
  severity: 'error',
  summary: 'An address without its scheme.',
  explanation:
    'Langfuse checks its settings at start and stops at the first wrong one. An address is a whole one, with its scheme: `https://langfuse.example.com`, not `langfuse.example.com`.',
  *check(stack) {
    for (const { entry, text, service, place } of setValues(stack)) {
      // With a colon in it, what stands before that passes for a scheme.
      if (entry.type !== 'url' || ELSEWHERE.has(entry.name) || text.includes(':')) continue;
      const isHost = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[\w./-]*)?$/i.test(text);
      const at = place();
      const isWritten = textOf(stack, at).replace(/^["']|["']$/g, '') === text;
      yield {
        at,
        message: `${service.name} stops at start, because ${entry.name} must be a whole address. Begin it with https:// or http://.`,
        fixes:
          isHost && isWritten && !entry.isSecret
            ? fixOf('Begin it with https://', [replaceValue(stack, at, `https://${text}`)], 'offered')
            : [],
      };
    }
  },
};
