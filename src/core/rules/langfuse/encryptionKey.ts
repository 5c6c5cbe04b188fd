import { isPlaceholder } from '../../placeholder';
import { addVariables, fixOf } from '../edits';
import { decidingPlace, isMissing, readText } from '../reading';
import type { Rule } from '../rule';
import { isPublishedSample } from '../secrets/knownText';
import { suggestVariable } from './requiredVariables';

const NAME = 'ENCRYPTION_KEY';

export const encryptionKey: Rule = {
  code: 'langfuse/encryption-key',
  severity: 'error',
  summary: 'The encryption key is missing or not 64 hexadecimal digits.',
  explanation:
    'Langfuse encrypts stored credentials, such as the keys of model providers, with `ENCRYPTION_KEY`. Any length but 64 stops web and worker at start. 64 characters that are not hexadecimal pass the start and fail when the first credential is saved. Without a key, saving one fails as well. Keep the key with every backup: nothing replaces it.',
  *check(stack) {
    for (const service of stack.langfuseServices) {
      const variable = service.environment.get(NAME);
      const key = readText(stack, service, NAME);
      if (isMissing(stack, service, NAME)) {
        yield {
          at: service.origin,
          severity: 'warning',
          message: `${service.name} gets no ${NAME}, so credentials of model providers and integrations cannot be stored. Add one before anybody tries.`,
          fixes:
            variable === undefined
              ? fixOf(`Pass ${NAME}`, addVariables(stack, service, suggestVariable(stack, NAME)))
              : [],
        };
      } else if (key !== undefined && variable !== undefined) {
        if (isPlaceholder(key) || isPublishedSample(NAME, key)) continue;
        const at = decidingPlace(stack, variable);
        if (key.length !== 64)
          yield {
            at,
            message: `${NAME} has ${key.length} characters and needs exactly 64, so web and worker stop at start. Create one with "openssl rand -hex 32".`,
          };
        else if (!/^[0-9a-f]{64}$/i.test(key))
          yield {
            at,
            severity: 'warning',
            message: `${NAME} has characters that are not hexadecimal digits, so storing a credential fails. Create one with "openssl rand -hex 32".`,
          };
      }
    }
  },
};
