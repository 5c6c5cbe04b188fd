import { clickhouseRules } from './clickhouse/all';
import { composeRules } from './compose/all';
import { envRules } from './env/all';
import { langfuseRules } from './langfuse/all';
import { postgresRules } from './postgres/all';
import { redisRules } from './redis/all';
import { runtimeRules } from './runtime/all';
import { s3Rules } from './s3/all';
import { secretsRules } from './secrets/all';
import { xrefRules } from './xref/all';
import type { Rule } from './rule';

/** Every rule, by the prefix of its code. */
export const rules: readonly Rule[] = [
  ...clickhouseRules,
  ...composeRules,
  ...envRules,
  ...langfuseRules,
  ...postgresRules,
  ...redisRules,
  ...runtimeRules,
  ...s3Rules,
  ...secretsRules,
  ...xrefRules,
];
