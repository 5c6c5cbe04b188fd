import type { ComposeService } from '../../compose/project';
import type { FileEdit } from '../../diagnostic';
import { fixOf, inFile } from '../edits';
import { isMissing } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';
import type { ServerRole } from './serviceTemplates';
import { serviceTemplate } from './serviceTemplates';

interface Need {
  readonly role: ServerRole;
  readonly server: string;
  readonly purpose: string;
  /** Any of these says that the server is elsewhere, or called otherwise. */
  readonly addresses: readonly string[];
}

const NEEDS: readonly Need[] = [
  {
    role: 'postgres',
    server: 'Postgres',
    purpose: 'keeps users, projects and keys',
    addresses: ['DATABASE_URL', 'DATABASE_HOST'],
  },
  {
    role: 'clickhouse',
    server: 'ClickHouse',
    purpose: 'keeps the traces',
    addresses: ['CLICKHOUSE_URL'],
  },
  {
    role: 'redis',
    server: 'Redis',
    purpose: 'holds the queue between web and worker',
    addresses: ['REDIS_HOST', 'REDIS_CONNECTION_STRING', 'REDIS_CLUSTER_NODES', 'REDIS_SENTINEL_NODES'],
  },
  {
    role: 's3',
    server: 'an S3 server',
    purpose: 'receives every event before it is queued',
    addresses: ['LANGFUSE_S3_EVENT_UPLOAD_BUCKET'],
  },
];

export const missingService: Rule = {
  code: 'langfuse/missing-service',
  severity: 'error',
  summary: 'A server that Langfuse cannot do without is neither here nor addressed elsewhere.',
  explanation:
    "Since version 3 Langfuse needs four servers: Postgres for users, projects and keys, ClickHouse for traces, Redis for the queue, and an S3 bucket where every event is stored before it is queued. Each is a service of the compose file, or stands elsewhere and is named by Langfuse's variables. The fix adds a pinned service with a volume and a healthcheck that logs in, and lets web and worker wait for it; its password is a reference that **Create Secrets** fills.",
  *check(stack) {
    const [langfuse] = stack.langfuseServices;
    if (!stack.isComplete || langfuse === undefined) return;
    for (const need of NEEDS) {
      const { role, server, purpose, addresses } = need;
      const isAddressed = stack.langfuseServices.some((service) =>
        addresses.some((name) => !isMissing(stack, service, name)),
      );
      if (stack.services(role).length > 0 || isAddressed) continue;
      yield {
        at: langfuse.origin,
        message: `Langfuse needs ${server}, which ${purpose}: no service here runs it and no variable names another. Add a service for it.`,
        fixes: addService(stack, langfuse, role),
      };
    }
  },
};

function addService(stack: StackContext, { origin }: ComposeService, role: Need['role']) {
  const { name, volume, lines } = serviceTemplate(role);
  const yaml = stack.yamlFile(origin.path);
  const { services, volumes } = stack.project;
  if (yaml === undefined || services.has(name) || volumes.has(volume)) return [];
  const edit = inFile(origin.path, [
    yaml.appendToSection('services', ['', ...lines]),
    yaml.appendToSection('volumes', [`${volume}:`]),
  ]);
  // What waits stands in front: at the end of the last service both are inserted at one place.
  return fixOf(`Add the service "${name}"`, [...waitsFor(stack, name), edit], 'offered');
}

/** Lets web and worker wait for the new service, where `depends_on` is written in a way that can be added to. */
function waitsFor(stack: StackContext, name: string): readonly FileEdit[] {
  const lines = [`${name}:`, '  condition: service_healthy'];
  return stack.langfuseServices.flatMap(({ origin }) => {
    const edit = stack.yamlFile(origin.path)?.insertLines(origin.span.start, 'depends_on', lines);
    return edit === undefined ? [] : [{ path: origin.path, edits: [edit] }];
  });
}
