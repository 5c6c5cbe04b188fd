// The test stack by hand: npx tsx test/stack/main.ts start | stop | env | status
import { acquireEngine, findEngine, PrivateEngine } from './engine';
import { ensureImages, imageSource } from './images';
import { run } from './run';

const COMMANDS: Readonly<Record<string, () => Promise<void>>> = {
  start,
  stop,
  env: printEnvironment,
  status,
};

/** Starts the private engine unless an engine is in reach, and provides the stack's images. */
async function start(): Promise<void> {
  const { environment } = await acquireEngine();
  await ensureImages({
    source: imageSource(process.env['LANGFUSE_STACK_IMAGES']),
    environment,
    log: console.error,
  });
  await status();
}

async function stop(): Promise<void> {
  await new PrivateEngine().stop();
}

/** For `eval "$(npx tsx test/stack/main.ts env)"`. */
async function printEnvironment(): Promise<void> {
  const environment = await findEngine();
  if (environment === undefined)
    throw new Error('No engine runs. Start one: npx tsx test/stack/main.ts start');
  for (const [name, value] of Object.entries(environment)) {
    const text = name === 'PATH' ? `${String(value).split(':')[0] ?? ''}:"$PATH"` : String(value);
    console.log(`export ${name}=${text}`);
  }
}

async function status(): Promise<void> {
  const environment = await findEngine();
  if (environment === undefined) {
    console.log('No engine runs.');
    process.exitCode = 1;
    return;
  }
  const env = { ...process.env, ...environment };
  const version = await run(
    'docker',
    ['version', '--format', 'Engine {{.Server.Version}}, API {{.Server.APIVersion}}'],
    { env },
  );
  const compose = await run('docker', ['compose', 'version', '--short'], { env });
  console.log(`${version.trim()}, Compose ${compose.trim()}, ${env.DOCKER_HOST ?? 'the default host'}`);
}

const name = process.argv[2] ?? '';
const command = COMMANDS[name];
if (command === undefined) {
  console.error(`Usage: npx tsx test/stack/main.ts ${Object.keys(COMMANDS).join(' | ')}`);
  process.exitCode = 2;
} else {
  command().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
