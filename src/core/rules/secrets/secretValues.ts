import { isSecretName } from '../../langfuse/catalogue';
import { roleOf } from '../../langfuse/roles';
import { isPlaceholder } from '../../placeholder';
import type { Location } from '../../text';
import { plainText } from '../env/envReferences';
import { oncePerStack } from '../oncePerStack';
import { decidingPlace, readText } from '../reading';
import type { StackContext } from '../stackContext';
import { assignments } from '../stackContext';
import { isPublishedSample, isWeakWord } from './knownText';

/** A secret where its text is written. */
export interface SecretValue {
  /** The name that makes it a secret: a container's, or the variable's own. */
  readonly name: string;
  /** Must not leave the computation. */
  readonly text: string;
  readonly at: Location;
}

/** What is wrong with the text of a secret, the gravest first. */
export type SecretDefect = 'placeholder' | 'sample' | 'weak-word' | 'short';

/** The secrets of the env files, and those that services of a Langfuse stack get from elsewhere; each place once. */
export const secretValues = oncePerStack((stack): readonly SecretValue[] => {
  const byPlace = new Map<string, SecretValue>();
  const add = (value: SecretValue) => {
    const key = `${value.at.path}:${value.at.span.start}`;
    if (!byPlace.has(key)) byPlace.set(key, value);
  };
  for (const { path, item } of assignments(stack)) {
    const text = plainText(item);
    if (text !== undefined && text !== '' && isSecretName(item.key.text))
      add({ name: item.key.text, text, at: { path, span: item.value.span } });
  }
  for (const service of stack.project.services.values()) {
    // What other programs are told is theirs.
    if (roleOf(service) === undefined) continue;
    for (const [name, variable] of service.environment) {
      if (variable.source === 'env-file' || !isSecretName(name)) continue;
      const text = readText(stack, service, name);
      if (text !== undefined) add({ name, text, at: decidingPlace(stack, variable) });
    }
  }
  return [...byPlace.values()];
});

/** What is wrong with a secret; undefined when nothing is known to be. */
export function defectOf(stack: StackContext, { name, text }: SecretValue): SecretDefect | undefined {
  if (isPlaceholder(text)) return 'placeholder';
  if (isPublishedSample(name, text) && runsLangfuse(stack)) return 'sample';
  if (isWeakWord(text)) return 'weak-word';
  const isShort = text.length < SHORTEST_SECRET && MACHINE_MADE.test(name);
  return isShort && stack.langfuseServices.length > 0 ? 'short' : undefined;
}

/** Of any version: what Langfuse publishes says nothing about the secrets of stacks without it. */
function runsLangfuse({ project }: StackContext): boolean {
  return [...project.services.values()].some((service) => {
    const role = roleOf(service);
    return role === 'web' || role === 'worker';
  });
}

/** Fewer characters can be tried out. */
export const SHORTEST_SECRET = 12;

/** Secrets that no person types, so nothing speaks for a short one. `ENCRYPTION_KEY` has a length of its own. */
const MACHINE_MADE =
  /^(?:SALT|NEXTAUTH_SECRET|CLICKHOUSE_PASSWORD|REDIS_AUTH|(?:POSTGRES|DATABASE|MINIO_ROOT)_PASSWORD|LANGFUSE_S3_\w+_SECRET_ACCESS_KEY)$/;
