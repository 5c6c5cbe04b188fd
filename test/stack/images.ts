import { createReadStream } from 'node:fs';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { build } from 'esbuild';
import { installClickHouse, installPackages } from '../clickhouse/install';
import type { EngineEnvironment } from './engine';
import { LANGFUSE_MIGRATIONS } from '../clickhouse/langfuseSchema';
import { baseRootfs } from './images/base';
import { POSTGRES_MIGRATIONS } from './images/langfuse/src/postgresSchema';
import { run, tryRun } from './run';

/** Built here under the same names, or pulled. */
export type ImageSource = 'stand-ins' | 'registry';

export interface ImageOptions {
  readonly source: ImageSource;
  /** Of the engine that gets the images. */
  readonly environment: EngineEnvironment;
  readonly log?: (line: string) => void;
}

const IMAGES = join(__dirname, 'images');
const RECIPE_LABEL = 'langfuse-stack-test.recipe';
const BASE = 'langfuse-stack-test/base';

interface Recipe {
  readonly tag: string;
  /** Other names of the same image, which stacks under test give it. */
  readonly aliases?: readonly string[];
  /** The folder below images/ with its Dockerfile and everything else that the image is made of. */
  readonly folder: string;
  readonly target?: string;
  /** Other files and folders that the image depends on. */
  readonly inputs?: readonly string[];
  /** Puts what is not in the folder into the build context. */
  readonly fill?: (context: string) => Promise<void>;
}

const LANGFUSE_SCHEMA = join(__dirname, '../clickhouse/langfuseSchema.ts');

const LANGFUSE = { web: 'langfuse/langfuse:3.225.4', worker: 'langfuse/langfuse-worker:3.225.4' } as const;

const RECIPES: readonly Recipe[] = [
  { tag: 'docker.io/postgres:17.6', folder: 'postgres' },
  { tag: 'docker.io/redis:7.4', folder: 'redis' },
  {
    tag: 'docker.io/clickhouse/clickhouse-server:25.8',
    aliases: ['24.3', '25.12'].map((version) => `docker.io/clickhouse/clickhouse-server:${version}`),
    folder: 'clickhouse',
    inputs: [join(__dirname, '../clickhouse/server'), join(__dirname, '../clickhouse/chdb')],
    fill: fillClickHouse,
  },
  {
    tag: 'quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z',
    folder: 's3',
    fill: (context) => fillNode(context, 's3', { minio: 'minio.ts', mc: 'mc.ts' }),
  },
  ...(['web', 'worker'] as const).map((target) => ({
    tag: `docker.io/${LANGFUSE[target]}`,
    aliases: [`ghcr.io/${LANGFUSE[target]}`],
    folder: 'langfuse',
    target,
    inputs: [LANGFUSE_SCHEMA],
    fill: async (context: string) => {
      await fillMigrations(join(context, 'packages/shared'));
      await fillNode(context, 'langfuse', {
        web: 'src/web.ts',
        worker: 'src/worker.ts',
        migratePostgres: 'src/migratePostgres.ts',
        migrateClickHouse: 'src/migrateClickHouse.ts',
      });
    },
  })),
];

/** Reads the source's name, as given on a command line. */
export function imageSource(text: string | undefined): ImageSource {
  if (text === undefined || text === '' || text === 'stand-ins') return 'stand-ins';
  if (text === 'registry') return 'registry';
  throw new Error(`"${text}" is no source of images: use "stand-ins" or "registry".`);
}

/**
 * Provides the images of samples/ai-gateway on the engine, and those to which quick fixes lead samples/as-written. What
 * is there and up to date stays.
 */
export async function ensureImages({
  source,
  environment,
  log = () => undefined,
}: ImageOptions): Promise<void> {
  const env = { ...process.env, ...environment };
  if (source === 'registry') {
    for (const tag of RECIPES.flatMap((recipe) => [recipe.tag, ...(recipe.aliases ?? [])])) {
      log(`Pulling ${tag}`);
      await run('docker', ['pull', '--quiet', tag], { env });
    }
    return;
  }
  if (process.arch !== 'x64')
    throw new Error('The stand-in images are made for x64 only: use the registry as their source.');
  const base = await digest([join(IMAGES, 'base.ts'), join(__dirname, 'debian.ts')], process.version);
  const wanted = await Promise.all(
    RECIPES.map(async (recipe) => ({
      recipe,
      digest: await digest([join(IMAGES, recipe.folder), ...(recipe.inputs ?? [])], base),
    })),
  );
  const missing: typeof wanted = [];
  for (const entry of wanted)
    if ((await recipeOf(entry.recipe.tag, env)) !== entry.digest) missing.push(entry);
  if (missing.length > 0) {
    // The downloads of one wait for the network while the other unpacks.
    await Promise.all([ensureBase(base, env, log), installClickHouse()]);
    for (const { recipe, digest: label } of missing) {
      log(`Building ${recipe.tag}`);
      await buildImage(recipe, label, env);
    }
  }
  for (const { recipe, digest: label } of wanted)
    for (const alias of recipe.aliases ?? [])
      if ((await recipeOf(alias, env)) !== label) await run('docker', ['tag', recipe.tag, alias], { env });
}

async function ensureBase(label: string, env: NodeJS.ProcessEnv, log: (line: string) => void): Promise<void> {
  if ((await recipeOf(BASE, env)) === label) return;
  log(`Building ${BASE}`);
  const path = '/usr/local/sbin:/usr/local/bin:/usr/lib/postgresql/17/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const changes = [`ENV PATH=${path}`, 'ENV LANG=C.UTF-8', `LABEL ${RECIPE_LABEL}=${label}`];
  const args = ['import', ...changes.flatMap((change) => ['--change', change]), '-', BASE];
  const child = spawn('docker', args, { env, stdio: ['pipe', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  await pipeline(createReadStream(await baseRootfs()), child.stdin);
  if ((await ended) !== 0) throw new Error(`The base image could not be imported.\n${errors}`);
  await run('docker', ['run', '--rm', '--network=none', BASE, 'node', '--version'], { env });
}

async function buildImage(recipe: Recipe, label: string, env: NodeJS.ProcessEnv): Promise<void> {
  const context = await mkdtemp(join(tmpdir(), 'langfuse-stack-image-'));
  try {
    await cp(join(IMAGES, recipe.folder), context, { recursive: true });
    await recipe.fill?.(context);
    const target = recipe.target === undefined ? [] : ['--target', recipe.target];
    const args = ['build', '--quiet', '--network=none', ...target, '--label', `${RECIPE_LABEL}=${label}`];
    await run('docker', [...args, '--tag', recipe.tag, context], { env: { ...env, DOCKER_BUILDKIT: '1' } });
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

async function fillClickHouse(context: string): Promise<void> {
  const installed = await installClickHouse();
  for (const name of ['server.mjs', 'client.mjs']) await cp(join(installed, name), join(context, name));
  await linkTree(await realpath(join(installed, 'node_modules')), join(context, 'node_modules'));
}

/** As files in the folders where the images of Langfuse have theirs. */
async function fillMigrations(shared: string): Promise<void> {
  const files = [
    ...POSTGRES_MIGRATIONS.map(({ name, sql }) => ({
      path: `prisma/migrations/${name}/migration.sql`,
      text: sql,
    })),
    ...LANGFUSE_MIGRATIONS.map(({ name, statements }, index) => ({
      path: `clickhouse/migrations/unclustered/${String(index + 1).padStart(4, '0')}_${name}.up.sql`,
      text: statements.join(';\n'),
    })),
  ];
  for (const { path, text } of files) {
    const file = join(shared, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

/** Bundles programs of a folder, whose packages are copied beside them. */
async function fillNode(
  context: string,
  folder: string,
  programs: Readonly<Record<string, string>>,
): Promise<void> {
  const source = join(IMAGES, folder);
  const packages = await installPackages(`${folder}-packages`, source);
  await linkTree(join(packages, 'node_modules'), join(context, 'node_modules'));
  await build({
    entryPoints: Object.fromEntries(
      Object.entries(programs).map(([name, file]) => [name, join(source, file)]),
    ),
    outdir: context,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
}

/** Hard links where the file system allows: half a gigabyte need not be copied. */
async function linkTree(from: string, to: string): Promise<void> {
  const linked = await tryRun('cp', ['--archive', '--link', from, to]);
  if (linked.code === 0) return;
  await rm(to, { recursive: true, force: true });
  await cp(from, to, { recursive: true });
}

async function recipeOf(tag: string, env: NodeJS.ProcessEnv): Promise<string> {
  const format = `{{index .Config.Labels "${RECIPE_LABEL}"}}`;
  return (await tryRun('docker', ['image', 'inspect', '--format', format, tag], { env })).stdout.trim();
}

/** Of the content and names of files and folders. */
async function digest(paths: readonly string[], seed: string): Promise<string> {
  const hash = createHash('sha256').update(seed);
  for (const path of paths) {
    const below = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined);
    const files =
      below === undefined
        ? [path]
        : below
            .filter((entry) => entry.isFile())
            .map((entry) => join(entry.parentPath, entry.name))
            .sort();
    for (const file of files) hash.update(basename(file)).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}
