// The test stack by hand: npx tsx test/stack/main.ts start | stop | env | status, for the oldest engine with `oldest` behind
import type { EngineEnvironment } from './engine';
import { acquireEngine, acquireOldestEngine, findEngine, OLDEST, PrivateEngine } from './engine';
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
  const { environment } = await (isOldest ? acquireOldestEngine() : acquireEngine());
  await ensureImages({
    source: imageSource(process.env['LANGFUSE_STACK_IMAGES']),
    environment,
    log: console.error,
  });
  await status();
}

async function stop(): Promise<void> {
  await (isOldest ? new PrivateEngine(OLDEST) : new PrivateEngine()).stop();
}

async function find(): Promise<EngineEnvironment | undefined> {
  if (!isOldest) return findEngine();
  const engine = new PrivateEngine(OLDEST);
  return (await engine.isRunning()) ? engine.environment() : undefined;
}

/** For `eval "$(npx tsx test/stack/main.ts env)"`. */
async function printEnvironment(): Promise<void> {
  const environment = await find();
  if (environment === undefined)
    throw new Error('No engine runs. Start one: npx tsx test/stack/main.ts start');
  for (const [name, value] of Object.entries(environment)) {
    const text = name === 'PATH' ? `${String(value).split(':')[0] ?? ''}:"$PATH"` : String(value);
    console.log(`export ${name}=${text}`);
  }
}

async function status(): Promise<void> {
  const environment = await find();
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

const [name = '', which] = process.argv.slice(2);
const isOldest = which === 'oldest';
const command = COMMANDS[name];
if (command === undefined || (which !== undefined && !isOldest)) {
  console.error(`Usage: npx tsx test/stack/main.ts ${Object.keys(COMMANDS).join(' | ')} [oldest]`);
  process.exitCode = 2;
} else {
  command().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
