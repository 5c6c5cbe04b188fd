/** What signatures, probes and rules say of one thing that is wrong, each by its own means. */
interface Topic {
  readonly causes: RegExp;
  readonly probes: RegExp;
  readonly rules: RegExp;
}

const NONE = /^(?!)/;

const TOPICS: readonly Topic[] = [
  {
    causes: /^clickhouse\/(?:localhost|unreachable|not-configured)$/,
    probes: /^clickhouse\/login/,
    rules: /^clickhouse\/(?:host-unreachable|url-scheme-port)$/,
  },
  {
    causes: /^clickhouse\/(?:http-port|migration-scheme)$/,
    probes: NONE,
    rules: /^clickhouse\/url-scheme-port$/,
  },
  {
    causes: /^clickhouse\/(?:password|healthcheck-password)$/,
    probes: /^clickhouse\/login/,
    rules: /^clickhouse\/(?:credentials-mismatch|password-xml-unsafe|password-url-unsafe)$/,
  },
  { causes: /^clickhouse\/privileges$/, probes: /^clickhouse\/grants/, rules: NONE },
  {
    causes: /^clickhouse\/(?:migration-dirty|migration-failed|newer-schema|was-empty)$/,
    probes: /^clickhouse\/migrations$/,
    rules: NONE,
  },
  { causes: /^clickhouse\/keeper$/, probes: NONE, rules: /^clickhouse\/cluster-enabled$/ },
  { causes: /^clickhouse\/memory$/, probes: NONE, rules: /^clickhouse\/memory-limit$/ },
  { causes: NONE, probes: /^clickhouse\/disk$/, rules: NONE },
  { causes: NONE, probes: /^(?:clickhouse|postgres)\/timezone/, rules: /^langfuse\/timezone$/ },
  {
    causes: NONE,
    probes: NONE,
    rules: /^(?:clickhouse|postgres|redis)\/version$|^langfuse\/(?:version-skew|v4-flags)$/,
  },
  {
    causes: /^postgres\/(?:localhost|unreachable|not-configured)$/,
    probes: /^postgres\/login/,
    rules: /^postgres\/host-unreachable$/,
  },
  {
    causes: /^postgres\/(?:older-password|password|no-password|url)$/,
    probes: /^postgres\/login/,
    rules: /^runtime\/init-only$|^langfuse\/database-url/,
  },
  {
    causes: /^postgres\/(?:migration-failed|migration-locked|foreign-tables|not-migrated|database-missing)$/,
    probes: /^postgres\/migrations$/,
    rules: NONE,
  },
  {
    causes: /^redis\/(?:localhost|unreachable)$/,
    probes: /^redis\/login/,
    rules: /^redis\/(?:host-unreachable|topology)$/,
  },
  {
    causes: /^redis\/(?:password|no-password|healthcheck-password)$/,
    probes: /^redis\/login/,
    rules: /^redis\/(?:auth-mismatch|healthcheck-no-auth)$/,
  },
  { causes: /^redis\/(?:full|eviction)$/, probes: /^redis\/memory/, rules: /^redis\/noeviction$/ },
  {
    causes: /^s3\/credentials$/,
    probes: /^s3\/(?:login|write)/,
    rules: /^s3\/credentials-mismatch$/,
  },
  { causes: /^s3\/bucket$/, probes: /^s3\/(?:login|write)/, rules: /^s3\/bucket-missing$/ },
  {
    causes: /^langfuse\/environment$/,
    probes: NONE,
    rules:
      /^langfuse\/(?:required-missing|encryption-key|enum|number)$|^secrets\/placeholder$|^compose\/required-missing$/,
  },
  {
    causes: NONE,
    probes: /^pipeline\/trace$/,
    rules: /^langfuse\/(?:worker-image|missing-service|worker-incomplete|version-skew)$/,
  },
  { causes: /^engine\/port-taken$/, probes: NONE, rules: /^compose\/host-port-conflict$/ },
];

/** What one of the three knows a thing by: the id of a cause or a probe, or the code of a rule. */
export interface Name {
  readonly kind: 'causes' | 'probes' | 'rules';
  readonly id: string;
}

/** Whether two of them speak of the same thing. */
export function areAlike(one: Name, other: Name): boolean {
  return TOPICS.some((topic) => topic[one.kind].test(one.id) && topic[other.kind].test(other.id));
}
