import { lookUpFor } from '../../langfuse/catalogue';
import { decidingPlace, isMissing, readText } from '../reading';
import type { Rule } from '../rule';

export const ssoPartial: Rule = {
  code: 'langfuse/sso-partial',
  severity: 'warning',
  summary: 'A sign-in provider is half configured, so it does not appear.',
  explanation:
    'A provider is offered on the sign-in page when all that it needs is set: the client id and its secret, and for most an issuer, a tenant or an address besides. With one of them missing Langfuse leaves the provider out and says nothing. Someone who has switched off passwords as well (`AUTH_DISABLE_USERNAME_PASSWORD`) cannot sign in at all.',
  withoutFix: 'what is missing was given out by the sign-in provider, and only you have it.',
  *check(stack) {
    for (const service of stack.services('web')) {
      for (const [name, variable] of service.environment) {
        if (!/^AUTH_\w+_CLIENT_(?:ID|SECRET)$/.test(name)) continue;
        const missing = (lookUpFor('web', name)?.needs ?? []).filter((other) =>
          isMissing(stack, service, other),
        );
        if (missing.length === 0 || readText(stack, service, name) === undefined) continue;
        yield {
          at: decidingPlace(stack, variable),
          message: `${service.name} leaves this sign-in provider out, because ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set. Set all of them, or none.`,
        };
      }
    }
  },
};
