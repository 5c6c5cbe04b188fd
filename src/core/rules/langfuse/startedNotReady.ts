import type { ComposeService, Dependency } from '../../compose/project';
import { addToEnvironment, fixOf, inFile, replaceAt } from '../edits';
import { isMissing, placeOfValue, textOf } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

export const startedNotReady: Rule = {
  code: 'langfuse/started-not-ready',
  severity: 'info',
  summary: 'The worker waits for web to be started, which waits for nothing.',
  explanation:
    "`condition: service_started` is true as soon as the container runs. Web then migrates the databases for minutes, and the worker, which needs their tables, stops and is started again. Only `service_healthy` waits until web answers, and it needs a healthcheck, which Langfuse's images do not bring. The same holds for `docker compose up --wait`: without a healthcheck it calls web up while it still migrates.",
  *check(stack) {
    for (const worker of stack.services('worker')) {
      for (const web of stack.services('web')) {
        const dependency = worker.dependsOn.get(web.name);
        if (dependency?.condition !== 'service_started') continue;
        yield {
          at: dependency.origin,
          message: `${worker.name} waits until ${web.name} is started, not until it has made the tables, and stops on the first start. Wait until it is healthy.`,
          fixes: waitUntilHealthy(stack, web, dependency),
        };
      }
    }
  },
};

const HEALTHCHECK = [
  '  test:',
  '    - CMD-SHELL',
  '    - wget -q -O /dev/null "http://127.0.0.1:3000/api/public/health?failIfDatabaseUnavailable=true"',
  '  interval: 5s',
  '  timeout: 5s',
  '  retries: 12',
  '  start_period: 180s',
];

function waitUntilHealthy(stack: StackContext, web: ComposeService, { origin }: Dependency) {
  const place = placeOfValue(stack, origin);
  const written = textOf(stack, place);
  // The list form has no condition to change.
  if (!written.includes('service_started')) return [];
  const condition = replaceAt(place, written.replace('service_started', 'service_healthy'));
  if (web.healthcheck !== undefined) return fixOf('Wait until it is healthy', [condition]);
  const { path, span } = web.origin;
  const check = inFile(path, [stack.yamlFile(path)?.insertKey(span.start, 'healthcheck', HEALTHCHECK)]);
  // Docker sets HOSTNAME to the container's id, and then web does not listen on loopback.
  const listen = isMissing(stack, web, 'HOSTNAME')
    ? [addToEnvironment(stack, web, [{ name: 'HOSTNAME', value: '0.0.0.0' }])]
    : [];
  return fixOf(`Give ${web.name} a healthcheck and wait for it`, [condition, check, ...listen]);
}
