import { roleOf } from '../../langfuse/roles';
import { decidingPlace } from '../reading';
import type { Rule } from '../rule';
import { changedVariables, putBack } from './drift';
import { INIT_VARIABLES } from './initOnly';

/** What a new value means for what is stored already. */
const CONSEQUENCES: ReadonlyMap<string, string> = new Map([
  [
    'ENCRYPTION_KEY',
    'What was encrypted with the former one, such as credentials of model providers, cannot be read any more.',
  ],
  ['SALT', 'Every API key that exists stops working.'],
  ['NEXTAUTH_SECRET', 'Everybody is signed out.'],
]);

export const envDrift: Rule = {
  code: 'runtime/env-drift',
  severity: 'warning',
  summary: 'A container runs with another value than the files give it now.',
  explanation:
    'A container keeps the environment that it was created with. An edit of `.env` or of the compose file reaches it only when it is created anew, which **Up** (`docker compose up -d`) does for every service that changed; `docker compose restart` does not. Each variable that the files give a service for certain is compared with what its container has. Values are never shown. This is checked in the editor while the engine can be reached, not by the command line.',
  *check(stack) {
    for (const service of stack.project.services.values()) {
      const role = roleOf(service);
      for (const { variable, actual } of changedVariables(stack, service)) {
        const { name } = variable;
        if (role === 'postgres' && INIT_VARIABLES.has(name)) continue;
        const isRead = role === 'web' || role === 'worker';
        const consequence = isRead ? (CONSEQUENCES.get(name) ?? '') : '';
        yield {
          at: decidingPlace(stack, variable),
          message:
            `${service.name} still runs with another ${name}. Run Up to apply this one; a restart does not. ${consequence}`.trimEnd(),
          cure: 'up',
          fixes: putBack(stack, variable, actual),
        };
      }
    }
  },
};
