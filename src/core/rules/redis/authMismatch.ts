import type { ComposeService } from '../../compose/project';
import { parseImage } from '../../langfuse/roles';
import { reveal } from '../../secret';
import { addVariables, fixOf } from '../edits';
import { decidingPlace, isMissing, read, readText, referencesIn, textOf } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

export const authMismatch: Rule = {
  code: 'redis/auth-mismatch',
  severity: 'error',
  summary: 'Langfuse sends Redis another password than it has.',
  explanation:
    'Redis takes its password from `--requirepass` in its command, Langfuse sends `REDIS_AUTH`. When they differ the worker takes nothing from the queue (`WRONGPASS`), when Langfuse has none it is refused as well (`NOAUTH`); the healthcheck `redis-cli ping` stays green in both cases. Without any `REDIS_AUTH` Langfuse sends the word `undefined`, which a server without a password answers with an error as well. Use one variable, `${REDIS_AUTH}`, in both places.',
  *check(stack) {
    for (const service of stack.langfuseServices) {
      const host = readText(stack, service, 'REDIS_HOST');
      const server = stack.services('redis').find(({ name }) => name === host);
      const expected = server && requiredPassword(stack, server);
      if (server === undefined || service.environment.has('REDIS_CONNECTION_STRING')) continue;
      if (expected === undefined && hasNoPassword(stack, server) && isMissing(stack, service, 'REDIS_AUTH'))
        yield {
          at: service.origin,
          severity: 'warning',
          message: `${service.name} gets no REDIS_AUTH and then sends the word "undefined", which ${server.name}, without a password, answers with an error. Give both the same password.`,
        };
      if (expected === undefined) continue;
      // A user of its own has a password of its own, from an ACL.
      if ((readText(stack, service, 'REDIS_USERNAME') ?? 'default') !== 'default') continue;
      const sent = read(stack, service, 'REDIS_AUTH');
      if (sent.kind === 'unknown' || (sent.kind === 'known' && sent.text === expected)) continue;
      const problem =
        sent.kind === 'known' && sent.text !== ''
          ? `${server.name} has another password than ${service.name} sends`
          : `${server.name} has a password and ${service.name} sends none`;
      yield {
        at: sent.kind === 'known' ? decidingPlace(stack, sent.variable) : service.origin,
        message: `${problem}, so the queue stands still. Use the same variable in REDIS_AUTH and behind --requirepass.`,
        fixes: sent.kind === 'absent' ? passPassword(stack, service, server) : [],
        related: server.command && [
          { ...server.command.origin, message: `${server.name} takes its password here.` },
        ],
      };
    }
  },
};

/** Whether the server certainly lets everybody in. */
function hasNoPassword(
  stack: StackContext,
  { image, command, entrypoint, mounts, environment }: ComposeService,
): boolean {
  const isPlainImage = /(?:^|\/)(?:redis|valkey)$/.test(parseImage(image?.value ?? '').repository);
  const words = command?.value.map(reveal).join(' ') ?? '';
  const isCertain = command === undefined || referencesIn(stack, command.origin).length === 0;
  // A configuration file, or a setting of a republished image, may hold one.
  const isConfigured =
    /requirepass|\.conf\b|[$`]|aclfile/.test(words) ||
    mounts.some(({ target }) => /\/etc\/|\.conf$/.test(target));
  const isSet = [...environment.keys()].some((name) => /PASSWORD|_ARGS$|_FLAGS$/.test(name));
  return isPlainImage && entrypoint === undefined && isCertain && !isConfigured && !isSet;
}

/** Passes the reference that the Redis service itself uses; nothing where it uses none. */
function passPassword(
  stack: StackContext,
  service: ComposeService,
  { command, environment }: ComposeService,
) {
  const places = [command?.origin, environment.get('REDISCLI_AUTH')?.origin].filter((at) => at !== undefined);
  const [reference] = places.flatMap((place) => referencesIn(stack, place));
  if (reference === undefined) return [];
  const value = textOf(stack, reference);
  return fixOf('Pass the password', addVariables(stack, service, [{ name: 'REDIS_AUTH', value }]));
}

/** The password behind `--requirepass`; undefined when there is none or it is not certain. */
function requiredPassword(stack: StackContext, server: ComposeService): string | undefined {
  const { command } = server;
  if (command === undefined || server.entrypoint !== undefined) return undefined;
  const isCertain = referencesIn(stack, command.origin).every(
    ({ resolution }) => resolution !== 'unset' && resolution !== 'error',
  );
  if (!isCertain) return undefined;
  const words = command.value.map(reveal);
  const isScript = /^(?:.*\/)?(?:ba)?sh$/.test(words[0] ?? '') && words[1] === '-c';
  const argumentsOfRedis = isScript ? (words[2] ?? '').split(/\s+/) : words;
  const at = argumentsOfRedis.indexOf('--requirepass');
  const word = at < 0 ? undefined : argumentsOfRedis[at + 1];
  if (word === undefined || !isScript) return word;
  // In a script the word is the shell's to read: a plain word, or a variable of the container.
  const variable = /^"?\$\{?(\w+)\}?"?$/.exec(word)?.[1];
  if (variable !== undefined) return readText(stack, server, variable);
  return /^[\w.-]+$/.test(word) ? word : undefined;
}
