import type { ContainerVariable } from '../../compose/project';
import type { FileEdit } from '../../diagnostic';
import type { Location } from '../../text';
import { writtenText } from '../copyValue';
import { fixOf, replaceAt } from '../edits';
import { decidingPlace, readText, textOf } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';

export const databaseUrlMismatch: Rule = {
  code: 'langfuse/database-url-mismatch',
  severity: 'warning',
  summary: 'DATABASE_URL has another password than the Postgres service.',
  explanation:
    'Postgres makes its user and database from `POSTGRES_USER`, `POSTGRES_PASSWORD` and `POSTGRES_DB` when its volume is empty, and never looks at them again. Langfuse logs in with what `DATABASE_URL` says. When the two differ, a new installation is refused (`P1000`). Build the URL from the same variable: `postgresql://langfuse:${POSTGRES_PASSWORD}@postgres:5432/langfuse`.',
  *check(stack) {
    for (const service of stack.langfuseServices) {
      const variable = service.environment.get('DATABASE_URL');
      const url = parseDatabaseUrl(readText(stack, service, 'DATABASE_URL'));
      const server = stack.services('postgres').find(({ name }) => name === url?.host);
      if (variable === undefined || url === undefined || server === undefined) continue;
      // Scripts may make further users and databases.
      if (server.mounts.some(({ target }) => target.startsWith('/docker-entrypoint-initdb.d'))) continue;
      // Whoever trusts everybody looks at no password.
      if (readText(stack, server, 'POSTGRES_HOST_AUTH_METHOD') === 'trust') continue;
      const user = readText(stack, server, 'POSTGRES_USER') ?? 'postgres';
      const password = readText(stack, server, 'POSTGRES_PASSWORD');
      if (url.user !== user || password === undefined || url.password === password) continue;
      const serverVariable = server.environment.get('POSTGRES_PASSWORD');
      const at = decidingPlace(stack, variable);
      // Other characters would have to be encoded in an address.
      const canStandThere = serverVariable !== undefined && /^[\w.~-]+$/.test(password);
      yield {
        at,
        message: `This is not the password that ${server.name} gives to "${user}" on a new volume, so the login will be refused. Use POSTGRES_PASSWORD in the URL.`,
        fixes: canStandThere
          ? fixOf(`Use the password of ${server.name}`, [withPasswordOf(stack, at, serverVariable)])
          : [],
        related: serverVariable && [
          { ...decidingPlace(stack, serverVariable), message: `The password of ${server.name}.` },
        ],
      };
    }
  },
};

/** Undefined where the address, or the password, is not written as such. */
function withPasswordOf(
  stack: StackContext,
  { path, span }: Location,
  server: ContainerVariable,
): FileEdit | undefined {
  const [, before, old] =
    /^(["']?postgres(?:ql)?:\/\/[^:@/$]*:)([^@/]*)@/.exec(textOf(stack, { path, span })) ?? [];
  const text = writtenText(stack, server);
  // In an env file a reference depends on what stands above it, and on the quotes.
  const isUnsafe = text === undefined || (text.includes('$') && stack.envDocuments.has(path));
  if (before === undefined || old === undefined || isUnsafe) return undefined;
  const start = span.start + before.length;
  return replaceAt({ path, span: { start, end: start + old.length } }, text);
}

function parseDatabaseUrl(text: string | undefined) {
  const match = /^postgres(?:ql)?:\/\/([^:@/]*):([^@/]*)@([^:/?]+)/.exec(text ?? '');
  if (match === null) return undefined;
  const [, user = '', password = '', host = ''] = match;
  try {
    return { user: decodeURIComponent(user), password: decodeURIComponent(password), host };
  } catch {
    // A stray percent sign: another reader may take it as it is, so nothing is certain.
    return undefined;
  }
}
