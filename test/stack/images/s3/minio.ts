// `minio server [--address :PORT] [--console-address :PORT] FOLDER`. A folder below FOLDER is a bucket, as in MinIO's
// own layout; the root credentials come from the environment at every start.
import { accessSync, constants, mkdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import S3rver from 's3rver';
import Account from 's3rver/lib/models/account.js';
import { isSignedWith } from './signature';

const HEALTH = /^\/minio\/health\/(?:live|ready|cluster)(?:\?|$)/;

function main(argv: readonly string[]): number | undefined {
  const [command, ...rest] = argv;
  if (command !== 'server') {
    console.error('NAME:\n  minio - High Performance Object Storage\n\nUSAGE:\n  minio server [FLAGS] DIR');
    return 1;
  }
  const { folder, api, console: consolePort } = readOptions(rest);
  const user = process.env['MINIO_ROOT_USER'] ?? 'minioadmin';
  const password = process.env['MINIO_ROOT_PASSWORD'] ?? 'minioadmin';
  if (user.length < 3 || password.length < 8) {
    console.error(
      'FATAL Unable to validate credentials inherited from the shell environment: Access key length should be at least 3, and secret key length at least 8 characters\n      > Please provide correct credentials',
    );
    return 1;
  }
  mkdirSync(folder, { recursive: true });
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    console.error(
      `FATAL Unable to initialize backend: Unable to write to the backend: file access denied (${folder})`,
    );
    return 1;
  }

  Account.registry.clear();
  new Account(1, user).createKeyPair(user, password);
  const s3 = new S3rver({
    directory: folder,
    silent: true,
    resetOnClose: false,
    vhostBuckets: false,
  }).callback();
  createServer((request, response) => {
    if (HEALTH.test(request.url ?? '')) response.writeHead(200, { Server: 'MinIO' }).end();
    else if (isSignedWith(password, request) === false && namesUser(request, user)) refuseSignature(response);
    else s3(request, response);
  }).listen(api, '0.0.0.0', () => console.log(`MinIO Object Storage Server\nAPI: http://127.0.0.1:${api}`));
  if (consolePort !== undefined)
    createServer((_request, response) => response.end('<title>MinIO Console</title>')).listen(
      consolePort,
      '0.0.0.0',
    );
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      console.log(`INFO: Exiting on signal: ${signal === 'SIGTERM' ? 'TERMINATED' : 'INTERRUPT'}`);
      process.exit(0);
    });
  return undefined;
}

/** An unknown user is for the S3 server to refuse. */
function namesUser(request: IncomingMessage, user: string): boolean {
  return request.headers.authorization?.includes(`Credential=${user}/`) ?? false;
}

function refuseSignature(response: ServerResponse): void {
  response
    .writeHead(403, { 'Content-Type': 'application/xml' })
    .end(
      '<?xml version="1.0" encoding="UTF-8"?><Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match the signature you provided. Check your key and signing method.</Message></Error>',
    );
}

function readOptions(argv: readonly string[]): { folder: string; api: number; console: number | undefined } {
  const rest = [...argv];
  let folder = '/data';
  let api = 9000;
  let consolePort: number | undefined;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [, name = word, inline] = /^(--[\w-]+)=(.*)$/.exec(word) ?? [];
    const port = () => Number((inline ?? rest.shift() ?? '').split(':').at(-1));
    if (name === '--address') api = port();
    else if (name === '--console-address') consolePort = port();
    else if (!name.startsWith('--')) folder = name;
  }
  return { folder, api, console: consolePort };
}

const code = main(process.argv.slice(2));
if (code !== undefined) process.exitCode = code;
