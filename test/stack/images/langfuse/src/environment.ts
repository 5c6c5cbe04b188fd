export const LANGFUSE_VERSION = '3.225.4';

/** The container's environment; an empty value counts as unset, as Langfuse has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

export function readEnvironment(): Environment {
  return Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
}

/** What is wrong, by variable. */
export type Violations = Readonly<Record<string, string>>;

type Rule = (value: string | undefined) => string | undefined;

const MISSING = 'Invalid input: expected string, received undefined';

const text: Rule = (value) => (value === undefined ? MISSING : undefined);
const url: Rule = (value) =>
  value === undefined ? MISSING : URL.canParse(value) ? undefined : 'Invalid URL';
const flag: Rule = (value) =>
  value === undefined || value === 'true' || value === 'false'
    ? undefined
    : 'Invalid option: expected one of "true"|"false"';
const encryptionKey: Rule = (value) =>
  value === undefined || value.length === 64
    ? undefined
    : 'ENCRYPTION_KEY must be 256 bits, 64 string characters in hex format, generate via: openssl rand -hex 32';
const bucket: Rule = (value) =>
  value === undefined ? 'Langfuse requires a bucket name for S3 Event Uploads.' : undefined;
const optional =
  (rule: Rule): Rule =>
  (value) =>
    value === undefined ? undefined : rule(value);

const SHARED: Readonly<Record<string, Rule>> = {
  CLICKHOUSE_URL: url,
  CLICKHOUSE_USER: text,
  CLICKHOUSE_PASSWORD: text,
  CLICKHOUSE_CLUSTER_ENABLED: flag,
  ENCRYPTION_KEY: encryptionKey,
  LANGFUSE_S3_EVENT_UPLOAD_BUCKET: bucket,
  LANGFUSE_S3_EVENT_UPLOAD_FORCE_PATH_STYLE: flag,
  LANGFUSE_S3_MEDIA_UPLOAD_FORCE_PATH_STYLE: flag,
};

const WEB: Readonly<Record<string, Rule>> = {
  ...SHARED,
  DATABASE_URL: url,
  NEXTAUTH_SECRET: text,
  NEXTAUTH_URL: url,
  SALT: (value) =>
    value === undefined ? 'A strong Salt is required to encrypt API keys securely.' : undefined,
  AUTH_DISABLE_SIGNUP: flag,
  TELEMETRY_ENABLED: flag,
  LANGFUSE_INIT_USER_EMAIL: optional((value) =>
    /^\S+@\S+\.\S+$/.test(value ?? '') ? undefined : 'Invalid email address',
  ),
};

const WORKER: Readonly<Record<string, Rule>> = { ...SHARED, DATABASE_URL: text };

export function webViolations(environment: Environment): Violations {
  return violations(environment, WEB);
}

export function workerViolations(environment: Environment): Violations {
  return violations(environment, WORKER);
}

function violations(environment: Environment, rules: Readonly<Record<string, Rule>>): Violations {
  if (environment['DOCKER_BUILD'] === '1') return {};
  const found = Object.entries(rules).map(([name, rule]) => [name, rule(environment[name])] as const);
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
