import { isPlaceholder } from '../../placeholder';
import { decidingPlace, readText } from '../reading';
import type { Rule } from '../rule';
import { emptiedForSecrets } from '../secrets/emptiedForSecrets';

export const passwordUrlUnsafe: Rule = {
  code: 'clickhouse/password-url-unsafe',
  severity: 'error',
  summary: 'The ClickHouse password has characters that break its address.',
  explanation:
    "Langfuse's start script pastes `CLICKHOUSE_PASSWORD` into a URL as it is, and the application sends it as it is: encoding it repairs the first and breaks the second. The ClickHouse image also writes it into an XML file. Only letters, digits and `. _ ~ -` work everywhere. Choose another password; recreate ClickHouse, web and worker together with `docker compose up -d`.",
  *check(stack) {
    for (const service of stack.services('web')) {
      const password = readText(stack, service, 'CLICKHOUSE_PASSWORD');
      const variable = service.environment.get('CLICKHOUSE_PASSWORD');
      if (password === undefined || variable === undefined) continue;
      if (isPlaceholder(password) || !/[\s%@:&#?$+=<>]/.test(password)) continue;
      const at = decidingPlace(stack, variable);
      yield {
        at,
        message:
          'This password has characters that break the address it is pasted into, so migrations fail. Use letters and digits only.',
        fixes: emptiedForSecrets(stack, at),
      };
    }
  },
};
