import { LAST_LANGFUSE } from '../langfuse/versions';

/** The files that a new stack consists of. */
export interface StackTexts {
  readonly compose: string;
  readonly envExample: string;
}

export interface ScaffoldChoice {
  /** A compose project's name, as `normalizeProjectName` leaves it. */
  readonly name: string;
  readonly langfuseMajor: LangfuseMajor;
  /** A tag of ClickHouse's image that is offered for that version of Langfuse. */
  readonly clickhouse: string;
}

export type LangfuseMajor = 3 | 4;

export interface LangfuseChoice {
  readonly major: LangfuseMajor;
  readonly note: string;
  /** Tags of ClickHouse's image, the recommended one first. */
  readonly clickhouse: readonly string[];
}

/** What a new stack may run, the recommended version first. */
export const LANGFUSE_CHOICES: readonly LangfuseChoice[] = [
  { major: 3, note: 'security patches until January 2027', clickhouse: ['25.8', '25.12'] },
  { major: 4, note: 'current; accepts traces of OpenTelemetry SDKs only', clickhouse: ['25.12', '26.4'] },
];

const SAMPLE_NAME = /ai-gateway|AI Gateway/g;
const LANGFUSE_TAG = /(\/langfuse(?:-worker)?):3[\w.-]*$/gm;
const CLICKHOUSE_TAG = /(\/clickhouse-server):[\w.-]+$/gm;
const WORKER_ENVIRONMENT = /^ {4}environment: \*langfuse-environment$/m;

/** Langfuse 4's worker stores media itself, where version 3 left that to browsers. */
const WORKER_ENVIRONMENT_4 = `    environment:
      <<: *langfuse-environment
      # The worker stores media itself, from inside the network.
      LANGFUSE_S3_MEDIA_UPLOAD_ENDPOINT: http://minio:9000`;

/** A new stack after the sample that comes with the extension, which runs Langfuse 3. */
export function scaffold(sample: StackTexts, choice: ScaffoldChoice): StackTexts {
  const { name, langfuseMajor, clickhouse } = choice;
  const release = LAST_LANGFUSE.get(langfuseMajor) ?? String(langfuseMajor);
  const named = sample.compose
    .replace(/^name: .*$/m, `name: ${asYaml(name)}`)
    .replace(SAMPLE_NAME, (text) => (text === name ? text : asYaml(name)))
    .replace(LANGFUSE_TAG, `$1:${release}`)
    .replace(CLICKHOUSE_TAG, `$1:${clickhouse}`)
    .replace('Langfuse v3', `Langfuse v${langfuseMajor}`);
  return {
    compose: langfuseMajor === 3 ? named : named.replace(WORKER_ENVIRONMENT, WORKER_ENVIRONMENT_4),
    envExample: sample.envExample.replace(SAMPLE_NAME, name),
  };
}

/** YAML reads some names as numbers or truth values. */
function asYaml(name: string): string {
  const isPlain = /^[a-z][a-z0-9_-]*$/.test(name) && !/^(?:y|yes|n|no|on|off|true|false|null)$/.test(name);
  return isPlain ? name : `'${name}'`;
}
