import { fixOf, replaceAt } from '../edits';
import { placeOfValue } from '../reading';
import type { Rule } from '../rule';

const WANTED = 262_144;

export const nofileUlimit: Rule = {
  code: 'clickhouse/nofile-ulimit',
  severity: 'info',
  summary: 'ClickHouse may open fewer files than it is made for.',
  explanation:
    'ClickHouse keeps a file open for every column of every part that it reads or merges, and asks for 262144 of them. With a low limit it works until there is much data, and then merges and queries fail with `Too many open files` (errno 24). Where `ulimits` says nothing, the engine decides, and most give more than enough.',
  *check(stack) {
    if (stack.langfuseServices.length === 0) return;
    for (const { name, openFilesLimit } of stack.services('clickhouse')) {
      const limit = Number(openFilesLimit?.value);
      if (openFilesLimit === undefined || !Number.isInteger(limit) || limit < 0 || limit >= WANTED) continue;
      const place = placeOfValue(stack, openFilesLimit.origin);
      yield {
        at: place,
        message: `${name} asks for ${WANTED} open files and gets ${limit}: with much data merges and queries fail. Raise it as far as the machine allows.`,
        fixes: fixOf(`Set it to ${WANTED}`, [replaceAt(place, String(WANTED))], 'offered'),
      };
    }
  },
};
