import type { ComposeService } from '../../compose/project';
import { isSecretName } from '../../langfuse/catalogue';
import { roleOf } from '../../langfuse/roles';
import { isPlaceholder } from '../../placeholder';
import type { Location } from '../../text';
import { fixOf, replaceAt } from '../edits';
import { decidingPlace, readText } from '../reading';
import type { Finding, Rule } from '../rule';
import { assignments } from '../stackContext';
import { isPublishedSample, isWeakWord } from './knownText';

export const placeholder: Rule = {
  code: 'secrets/placeholder',
  severity: 'warning',
  summary: 'A secret is a placeholder, or a value that everybody knows.',
  explanation:
    "The value was never filled in, or is the one that Langfuse's sample files publish: whoever reaches the port knows it. Some placeholders also stop the stack, since `ENCRYPTION_KEY` must have 64 hexadecimal digits and `<` breaks the file that the ClickHouse image writes. The command **Create Secrets** writes a value of the right shape for each. Two secrets do not change by editing: Postgres keeps the password of its first start, and what `ENCRYPTION_KEY` encrypted is lost with it.",
  *check(stack) {
    const isLangfuse = [...stack.project.services.values()].some(isOfLangfuse);
    const judge = (name: string, text: string, at: Location) => judgeSecret(name, text, at, isLangfuse);
    for (const { path, item } of assignments(stack)) {
      const { key, value } = item;
      for (const finding of judge(key.text, value.decoded.text, { path, span: value.span }))
        yield { ...finding, fixes: isFillable(value.decoded.text) ? emptied(finding.at) : [] };
    }
    for (const service of stack.project.services.values()) {
      if (roleOf(service) === undefined) continue;
      for (const [name, variable] of service.environment) {
        const text = readText(stack, service, name);
        if (text === undefined || variable.source === 'env-file') continue;
        const at = decidingPlace(stack, variable);
        // The line of an env file that it comes from is judged above.
        if (!stack.envDocuments.has(at.path)) yield* judge(name, text, at);
      }
    }
  },
};

function isFillable(text: string): boolean {
  return isPlaceholder(text) || isWeakWord(text);
}

function emptied(place: Location) {
  return fixOf('Empty it, for Create Secrets to fill', [replaceAt(place, '')], 'offered');
}

/** A placeholder here keeps a container from starting. */
const FATAL: ReadonlySet<string> = new Set(['ENCRYPTION_KEY', 'CLICKHOUSE_PASSWORD']);

function isOfLangfuse(service: ComposeService): boolean {
  const role = roleOf(service);
  return role === 'web' || role === 'worker';
}

/** What Langfuse publishes says nothing about the secrets of a stack without Langfuse. */
function* judgeSecret(name: string, text: string, at: Location, isLangfuse: boolean): Iterable<Finding> {
  if (!isSecretName(name) || text === '') return;
  if (isLangfuse && isPublishedSample(name, text)) {
    yield {
      at,
      message: `${name} has the value of Langfuse's sample files, which everybody knows. Replace it before anything real is stored.`,
    };
  } else if (isPlaceholder(text)) {
    yield {
      at,
      severity: FATAL.has(name) ? 'error' : 'warning',
      message: `${name} was never filled in. Put a real secret here; Create Secrets makes one of the right shape.`,
    };
  } else if (isWeakWord(text)) {
    yield { at, message: `${name} is a word that anybody would try first. Replace it with a secret.` };
  }
}
