import type { ComposeService } from '../../compose/project';
import type { Fix } from '../../diagnostic';
import { reveal } from '../../secret';
import { addToEnvironment, fixOf } from '../edits';
import { textOf } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

export const healthcheckNoAuth: Rule = {
  code: 'redis/healthcheck-no-auth',
  severity: 'info',
  summary: "Redis' healthcheck is green without its password.",
  explanation:
    '`redis-cli ping` without a password is answered `NOAUTH` by a server that has one, and still ends with success: the healthcheck says only that something listens. A wrong `REDIS_AUTH` stays green until traces are missing. Give the container `REDISCLI_AUTH`, which the client reads by itself, and compare the answer: `test "$$(redis-cli ping)" = PONG`.',
  *check(stack) {
    if (stack.langfuseServices.length === 0) return;
    for (const service of stack.services('redis')) {
      const { name, command, healthcheck, environment } = service;
      const script = healthcheck?.test.map(reveal).join(' ') ?? '';
      const hasPassword = command?.value.map(reveal).join(' ').includes('--requirepass') === true;
      // With a login, or with a look at the answer, it proves more.
      const isBlind = /redis-cli\b.*\bping\b/i.test(script) && !/PONG|\s-a\s|--pass|--user|-u\s/.test(script);
      if (healthcheck === undefined || !hasPassword || !isBlind || environment.has('REDISCLI_AUTH')) continue;
      yield {
        at: healthcheck.origin,
        message: `This check of ${name} is green even where the password is wrong. Give ${name} REDISCLI_AUTH and compare the answer with PONG.`,
        fixes: withLogin(stack, service),
      };
    }
  },
};

/** The client then logs in with what the server is started with. */
function withLogin(stack: StackContext, service: ComposeService): readonly Fix[] {
  const written = service.command === undefined ? '' : textOf(stack, service.command.origin);
  const [, value] = /--requirepass["',\s]+(\$\{[^}\s"']+\}|\$?[\w.~-]+)(?=["',\s\]]|$)/.exec(written) ?? [];
  if (value === undefined) return [];
  return fixOf('Give it REDISCLI_AUTH', [
    addToEnvironment(stack, service, [{ name: 'REDISCLI_AUTH', value }]),
  ]);
}
