import type { ComposeService } from '../../compose/project';
import { roleOf } from '../../langfuse/roles';
import type { Rule } from '../rule';

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
