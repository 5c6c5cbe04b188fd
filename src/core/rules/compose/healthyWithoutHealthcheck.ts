import type { ComposeService } from '../../compose/project';
import { roleOf } from '../../langfuse/roles';
import type { Role } from '../../langfuse/roles';
import type { FileEdit, Fix } from '../../diagnostic';
import type { Location } from '../../text';
import { fixOf, replaceAt } from '../edits';
import { serviceTemplate } from '../langfuse/serviceTemplates';
import { textOf } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

export const healthyWithoutHealthcheck: Rule = {
  code: 'compose/healthy-without-healthcheck',
  severity: 'error',
  summary: 'A service waits for another to be healthy, which has no healthcheck.',
  explanation:
    'With `condition: service_healthy` compose waits for the healthcheck of the other service. The images of Langfuse, ClickHouse, Postgres, Redis and MinIO bring none, so without a `healthcheck` in the compose file `docker compose up` fails at once. Add one, or wait for `service_started`.',
  *check(stack) {
    if (!stack.isComplete) return;
    for (const service of stack.project.services.values()) {
      for (const [name, { condition, origin }] of service.dependsOn) {
        const dependency = stack.project.services.get(name);
        if (condition !== 'service_healthy' || dependency === undefined || mayBringItsOwn(dependency))
          continue;
        const isChecked = dependency.healthcheck !== undefined && dependency.healthcheck.test[0] !== 'NONE';
        if (isChecked) continue;
        yield {
          at: origin,
          message: `${service.name} waits until ${name} is healthy, but ${name} has no healthcheck, so "docker compose up" fails. Give ${name} a healthcheck.`,
          fixes: [...addHealthcheck(stack, dependency), ...waitForStart(stack, origin, name)],
          related: [{ ...dependency.origin, message: `${name} has no healthcheck.` }],
        };
      }
    }
  },
};

// Images of other programs may have a healthcheck inside; of those that have a role here, Dragonfly's does.
function mayBringItsOwn(service: ComposeService): boolean {
  return roleOf(service) === undefined || service.image?.value.includes('dragonfly') === true;
}

/** What each check logs in with. */
const LOGIN: ReadonlyMap<Role | undefined, readonly string[]> = new Map([
  ['postgres', ['POSTGRES_USER', 'POSTGRES_PASSWORD', 'POSTGRES_DB']],
  ['clickhouse', ['CLICKHOUSE_USER', 'CLICKHOUSE_PASSWORD']],
  ['redis', ['REDISCLI_AUTH']],
]);

/** As Scaffold Stack writes it, where the container has what it logs in with. */
function addHealthcheck(stack: StackContext, service: ComposeService): readonly Fix[] {
  const role = roleOf(service);
  const needed = LOGIN.get(role);
  if (role === undefined || role === 'web' || role === 'worker' || needed === undefined) return [];
  if (service.healthcheck !== undefined || needed.some((name) => !service.environment.has(name))) return [];
  const { lines } = serviceTemplate(role);
  const [, ...body] = lines.slice(lines.indexOf('  healthcheck:')).map((line) => line.slice(2));
  const { path, span } = service.origin;
  const edit = stack.yamlFile(path)?.insertKey(span.start, 'healthcheck', body);
  return fixOf(`Give ${service.name} a healthcheck`, [edit && { path, edits: [edit] }]);
}

function waitForStart(stack: StackContext, dependency: Location, name: string): readonly Fix[] {
  return fixOf(`Wait until ${name} has started`, [startedInstead(stack, dependency)], 'offered');
}

function startedInstead(stack: StackContext, { path, span }: Location): FileEdit | undefined {
  const whole = stack.yamlFile(path)?.entryAt(span.start)?.whole;
  const word = 'service_healthy';
  const at = whole === undefined ? -1 : textOf(stack, { path, span: whole }).indexOf(word);
  if (whole === undefined || at < 0) return undefined;
  const start = whole.start + at;
  return replaceAt({ path, span: { start, end: start + word.length } }, 'service_started');
}
