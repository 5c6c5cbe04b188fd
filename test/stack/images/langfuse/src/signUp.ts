import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Environment } from './environment';
import { readJson, sendJson } from './http';
import { object, text } from './json';
import type { Postgres } from './postgres';
import { createUser } from './projects';

/** Creates a user, without an organisation: whoever creates one later owns it. */
export async function signUp(
  request: IncomingMessage,
  response: ServerResponse,
  environment: Environment,
  postgres: Postgres,
): Promise<void> {
  if (environment['AUTH_DISABLE_SIGNUP'] === 'true') {
    sendJson(response, 422, { message: 'Sign up is disabled.' });
    return;
  }
  const { name, email, password } = object(await readJson(request)) ?? {};
  const address = text(email)?.toLowerCase() ?? '';
  const secret = text(password) ?? '';
  if (!/^\S+@\S+\.\S+$/.test(address)) {
    sendJson(response, 422, { message: 'Invalid email address' });
    return;
  }
  if (secret.length < 8 || ![/[A-Za-z]/, /\d/, /[^A-Za-z0-9]/].every((part) => part.test(secret))) {
    sendJson(response, 422, {
      message: 'Password needs at least 8 characters with a letter, a number and a special character.',
    });
    return;
  }
  const [existing] = await postgres.query('SELECT id FROM users WHERE email = $1', [address]);
  if (existing !== undefined) {
    sendJson(response, 422, { message: 'User with email already exists. Please sign in.' });
    return;
  }
  await createUser(postgres, address, text(name) ?? '', secret);
  sendJson(response, 200, { message: 'User created' });
}
