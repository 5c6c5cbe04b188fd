// Langfuse's web container after its migrations: validation, seeding, then the routes an operator and an SDK meet.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { connectClickHouse } from './clickhouse';
import { readEnvironment, webViolations } from './environment';
import { sendHtml, sendJson } from './http';
import { createLog, describe } from './log';
import { Postgres } from './postgres';
import { provision } from './projects';
import { PublicApi } from './publicApi';
import { resolveClickHouseVersion } from './clickhouseVersion';
import { signUp } from './signUp';

const environment = readEnvironment();
const log = createLog(environment);
const port = Number(environment['PORT'] ?? 3000);
// Docker sets HOSTNAME to the container's id, and the server binds to what it resolves to.
const host = environment['HOSTNAME'] ?? '0.0.0.0';

async function main(): Promise<void> {
  console.log(
    `   ▲ Next.js 15.5.9\n   - Local:        http://${host}:${port}\n   - Network:      http://${host}:${port}\n\n ✓ Starting...`,
  );
  const violations = webViolations(environment);
  if (Object.keys(violations).length > 0) {
    serveFailure(violations);
    return;
  }

  console.log('Running init scripts...');
  const postgres = new Postgres(environment['DATABASE_URL'] ?? '');
  const clickhouse = connectClickHouse(environment);
  await resolveClickHouseVersion(clickhouse, log);
  await provision(postgres, environment, log);
  const api = new PublicApi({ environment, postgres, clickhouse, log });

  const server = createServer((request, response) => {
    route(request, response, { api, postgres }).catch((error: unknown) => {
      log('error', describe(error), error);
      if (!response.headersSent) sendJson(response, 500, { message: 'Internal Server Error' });
    });
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      api.isStopping = true;
      server.close(() => process.exit(0));
      server.closeIdleConnections();
    });
  server.listen(port, host, () => console.log(` ✓ Ready in ${Math.round(process.uptime() * 1000)}ms`));
}

interface Routes {
  readonly api: PublicApi;
  readonly postgres: Postgres;
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  { api, postgres }: Routes,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://web');
  if (url.pathname.startsWith('/api/public/')) return api.serve(request, response, url);
  if (url.pathname === '/api/auth/signup' && request.method === 'POST')
    return signUp(request, response, environment, postgres);
  if (url.pathname === '/auth/sign-up') {
    sendHtml(response, 'Sign up | Langfuse', isSignUpClosed() ? '<p>Sign up is disabled.</p>' : SIGN_UP_FORM);
    return;
  }
  if (url.pathname.startsWith('/api/')) {
    sendJson(response, 404, { message: 'Not Found' });
    return;
  }
  sendHtml(response, 'Langfuse', '<h1>Langfuse</h1><p><a href="/auth/sign-up">Sign up</a></p>');
}

/** With an invalid environment the server's hook fails: the process stays up and answers every request with 500. */
function serveFailure(violations: Readonly<Record<string, string>>): void {
  const lists = Object.fromEntries(Object.entries(violations).map(([name, message]) => [name, [message]]));
  console.error('❌ Invalid environment variables:', lists);
  console.error('An error occurred while loading instrumentation hook: Invalid environment variables');
  const server = createServer((_request, response) =>
    sendJson(response, 500, { message: 'Internal Server Error' }),
  );
  server.listen(port, host);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
}

function isSignUpClosed(): boolean {
  return environment['AUTH_DISABLE_SIGNUP'] === 'true';
}

const SIGN_UP_FORM =
  '<h1>Create new account</h1><form><input name="name"><input name="email"><input name="password" type="password"><button>Sign up</button></form>';

main().catch((error: unknown) => {
  log('error', describe(error), error);
  process.exit(1);
});
