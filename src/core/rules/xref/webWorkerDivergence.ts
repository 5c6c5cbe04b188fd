import type { ComposeService } from '../../compose/project';
import { copyValue } from '../copyValue';
import { fixOf } from '../edits';
import { decidingPlace, isMissing, readText } from '../reading';
import type { Finding, Rule } from '../rule';
import type { StackContext } from '../stackContext';

/** What both must have alike, with the value that an absent one has. */
const SHARED: ReadonlyMap<string, string | undefined> = new Map([
  ['SALT', undefined],
  ['ENCRYPTION_KEY', undefined],
  ['CLICKHOUSE_DB', 'default'],
  ['REDIS_KEY_PREFIX', ''],
  ['LANGFUSE_S3_EVENT_UPLOAD_BUCKET', undefined],
  ['LANGFUSE_S3_EVENT_UPLOAD_PREFIX', ''],
  ['LANGFUSE_S3_EVENT_KEY_MAX_SEGMENT_BYTES', '2048'],
  ['LANGFUSE_S3_MEDIA_UPLOAD_BUCKET', undefined],
  ['LANGFUSE_S3_MEDIA_UPLOAD_PREFIX', ''],
  ['LANGFUSE_MIGRATION_V4_WRITE_MODE', undefined],
]);

/** Addresses: both must lead to one server. */
const ADDRESSES: readonly string[] = [
  'DATABASE_URL',
  'CLICKHOUSE_URL',
  'REDIS_HOST',
  'REDIS_CONNECTION_STRING',
  'LANGFUSE_S3_EVENT_UPLOAD_ENDPOINT',
];

export const webWorkerDivergence: Rule = {
  code: 'xref/web-worker-divergence',
  severity: 'error',
  summary: 'Web and worker have different values for what they share.',
  explanation:
    'Web writes what the worker reads: events under a prefix of a bucket, jobs under a prefix of Redis, credentials encrypted with `ENCRYPTION_KEY`, rows in one ClickHouse database. Both must also reach the same servers, though not by the same address: the media endpoint of web is the one that browsers use, and differs. With different values both start and look healthy, and traces do not arrive or credentials cannot be read. Give both the same value, best from one shared block (`<<: *shared`).',
  *check(stack) {
    const [web, second] = stack.services('web');
    // Of several, each may have a worker of its own.
    if (web === undefined || second !== undefined) return;
    for (const worker of stack.services('worker')) {
      for (const [name, absent] of SHARED) {
        const ofWeb = inEffect(stack, web, name, absent);
        const ofWorker = inEffect(stack, worker, name, absent);
        if (ofWeb !== undefined && ofWorker !== undefined && ofWeb !== ofWorker)
          yield describe(stack, web, worker, name);
      }
      for (const name of ADDRESSES) {
        const ofWeb = serverOf(stack, web, name);
        const ofWorker = serverOf(stack, worker, name);
        if (ofWeb !== undefined && ofWorker !== undefined && ofWeb !== ofWorker)
          yield describe(stack, web, worker, name);
      }
    }
  },
};

function describe(stack: StackContext, web: ComposeService, worker: ComposeService, name: string): Finding {
  const variable = worker.environment.get(name);
  const webVariable = web.environment.get(name);
  return {
    at: variable === undefined ? worker.origin : decidingPlace(stack, variable),
    message: `${worker.name} has another ${name} than ${web.name}, so it does not find what that one writes. Give both the same.`,
    // Which of the two is right, only the operator knows.
    fixes: webVariable
      ? fixOf(`Use the value of ${web.name}`, [copyValue(stack, worker, name, webVariable)], 'offered')
      : [],
    related: webVariable && [{ ...decidingPlace(stack, webVariable), message: `What ${web.name} gets.` }],
  };
}

/** The service of this project that an address leads to, with the database of a Postgres; undefined for others. */
function serverOf(stack: StackContext, service: ComposeService, name: string): string | undefined {
  const text = readText(stack, service, name) ?? '';
  const [, host = '', database = ''] =
    /^(?:[a-z][\w+.-]*:\/\/(?:[^@/]*@)?)?([\w.-]+)(?::\d+)?(\/[^?]*)?/i.exec(text) ?? [];
  // The nodes of a cluster are one server.
  const isCluster =
    name === 'CLICKHOUSE_URL' && readText(stack, service, 'CLICKHOUSE_CLUSTER_ENABLED') !== 'false';
  if (isCluster || !stack.project.services.has(host)) return undefined;
  return name === 'DATABASE_URL' ? host + database : host;
}

function inEffect(
  stack: StackContext,
  service: ComposeService,
  name: string,
  absent: string | undefined,
): string | undefined {
  return isMissing(stack, service, name) ? absent : readText(stack, service, name);
}
