// The commands of MinIO's client that operators and healthchecks use: alias set, ready, ls, mb.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { AwsClient } from 'aws4fetch';

interface Alias {
  readonly url: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

type Aliases = Readonly<Record<string, Alias>>;

const FOLDER = join(homedir(), '.mc');
const FILE = join(FOLDER, 'config.json');
const BUILT_IN: Aliases = { local: { url: 'http://localhost:9000', accessKey: '', secretKey: '' } };

class McError extends Error {}

async function main([command, ...rest]: readonly string[]): Promise<void> {
  const [first = '', ...more] = rest.filter((word) => !word.startsWith('-'));
  if (command === 'ready') return ready(first);
  if (command === 'alias' && first === 'set') return setAlias(more);
  if (command === 'ls') return list(first);
  if (command === 'mb') return makeBucket(first, rest.includes('--ignore-existing') || rest.includes('-p'));
  throw new McError(`\`${command ?? ''}\` is not a recognized command. Get help using \`--help\` flag.`);
}

async function ready(name: string): Promise<void> {
  const { url } = alias(name);
  const health = `${url}/minio/health/cluster`;
  const response = await fetch(health).catch(() => {
    throw new McError(`Unable to get cluster status: Get "${health}": connect: connection refused.`);
  });
  if (!response.ok) throw new McError(`The cluster '${name}' is unreachable`);
  console.log(`The cluster '${name}' is ready`);
}

async function setAlias([
  name = '',
  url = '',
  accessKey = '',
  secretKey = '',
]: readonly string[]): Promise<void> {
  const added: Alias = { url: url.replace(/\/$/, ''), accessKey, secretKey };
  await request(added, 'GET', '/', 'Unable to initialize new alias from the provided credentials.');
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(FILE, JSON.stringify({ ...aliases(), [name]: added }), { mode: 0o600 });
  console.log(`Added \`${name}\` successfully.`);
}

async function list(target: string): Promise<void> {
  const { name, bucket, key } = readTarget(target);
  const query = bucket === '' ? '' : `?list-type=2&delimiter=%2F&prefix=${encodeURIComponent(key)}`;
  const body = await request(alias(name), 'GET', `/${bucket}${query}`, 'Unable to list folder.');
  const names = [...body.matchAll(/<(?:Name|Key|Prefix)>([^<]+)<\/(?:Name|Key|Prefix)>/g)].map(
    (match) => match[1]!,
  );
  for (const entry of names.filter((text) => text !== bucket && text !== key)) console.log(entry);
}

async function makeBucket(target: string, mayExist: boolean): Promise<void> {
  const { name, bucket } = readTarget(target);
  try {
    await request(alias(name), 'PUT', `/${bucket}`, `Unable to make bucket \`${target}\`.`);
  } catch (error) {
    if (!(mayExist && error instanceof McError && /you already own it|already exists/i.test(error.message)))
      throw error;
  }
  console.log(`Bucket created successfully \`${target}\`.`);
}

async function request(target: Alias, method: string, path: string, complaint: string): Promise<string> {
  const client = new AwsClient({
    accessKeyId: target.accessKey,
    secretAccessKey: target.secretKey,
    service: 's3',
    region: 'us-east-1',
    retries: 0,
  });
  const response = await client.fetch(`${target.url}${path}`, { method }).catch(() => {
    throw new McError(`${complaint} Get "${target.url}/": connect: connection refused.`);
  });
  const body = await response.text();
  if (response.ok) return body;
  throw new McError(`${complaint} ${/<Message>([^<]*?)\.?</.exec(body)?.[1] ?? `${response.status}`}.`);
}

function readTarget(target: string): { name: string; bucket: string; key: string } {
  const [name = '', bucket = '', ...key] = target.split('/');
  return { name, bucket, key: key.join('/') };
}

function alias(name: string): Alias {
  const found = aliases()[name];
  if (found === undefined) throw new McError(`Unable to find alias \`${name}\`.`);
  return found;
}

function aliases(): Aliases {
  try {
    return { ...BUILT_IN, ...(JSON.parse(readFileSync(FILE, 'utf8')) as Aliases) };
  } catch {
    return BUILT_IN;
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`mc: <ERROR> ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
