import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** Those that do not wait for an engine. */
const QUICK_COMMANDS = ['check', 'effective'];

/**
 * Where compiled code is kept between two runs; undefined where none is. A cache holds the functions that its first run
 * called, so each command has its own, and a run that only prints help makes none.
 */
export function compileCacheFolder(
  [command = '', ...options]: readonly string[],
  environment: NodeJS.ProcessEnv,
): string | undefined {
  // The switch that Node has for its own cache.
  if (environment['NODE_DISABLE_COMPILE_CACHE'] !== undefined) return undefined;
  if (!QUICK_COMMANDS.includes(command) || options.includes('--help') || options.includes('-h'))
    return undefined;
  const caches = environment['XDG_CACHE_HOME'] ?? environment['LOCALAPPDATA'] ?? join(homedir(), '.cache');
  return join(caches, 'langfuse-stack', 'compiled', command);
}

/**
 * Runs a CommonJS file, and keeps its compiled code in a folder that nobody but its owner may write to. A cache that
 * cannot be read or written is no failure: the code is compiled anew.
 *
 * Node's own `module.enableCompileCache` is not used: the functions that are compiled after loading stay out of it, and
 * they are most of the work here.
 */
export function runCompiled(file: string, folder: string | undefined): void {
  const require = createRequire(file);
  if (folder === undefined || !isOurs(folder)) {
    require(file);
    return;
  }
  const cache = new CodeCache(file, folder);
  const cachedData = cache.read();
  const source = Module.wrap(readFileSync(file, 'utf8'));
  const script = new Script(source, { filename: file, ...(cachedData && { cachedData }) });
  const run: unknown = script.runInThisContext();
  if (typeof run !== 'function') throw new TypeError(`${file} is no CommonJS module.`);
  const module = new Module(file);
  Reflect.apply(run, module.exports, [module.exports, require, module, file, dirname(file)]);
  // At the end, so that it holds the functions that were called, too.
  if (cachedData === undefined || script.cachedDataRejected === true)
    process.once('exit', () => cache.write(script.createCachedData()));
}

/** Whoever can write there decides what this process runs. */
function isOurs(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(folder);
    return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
  } catch {
    return false;
  }
}

/** The compiled code of one file, for one version of Node. */
class CodeCache {
  private readonly prefix: string;
  private readonly name: string;

  constructor(
    file: string,
    private readonly folder: string,
  ) {
    this.prefix = `${process.version}-${process.arch}-${basename(file)}-`;
    // V8 itself compares no more of a source than its length.
    const { size, mtimeMs } = statSync(file);
    this.name = `${this.prefix}${size}-${Math.trunc(mtimeMs)}`;
  }

  read(): Buffer | undefined {
    try {
      return readFileSync(join(this.folder, this.name));
    } catch {
      return undefined;
    }
  }

  /** Also removes what an earlier version of the file left. */
  write(data: Buffer): void {
    const path = join(this.folder, this.name);
    const whole = `${path}.${process.pid}`;
    try {
      writeFileSync(whole, data, { mode: 0o600 });
      renameSync(whole, path);
      for (const name of readdirSync(this.folder))
        if (name.startsWith(this.prefix) && name !== this.name) rmSync(join(this.folder, name));
    } catch {
      // A full or read-only disk: the next run compiles again.
    }
  }
}
