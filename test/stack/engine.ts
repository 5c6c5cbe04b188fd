import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cacheRoot } from '../cache';
import { engineObstacle, installEngine } from './engineInstall';
import type { NetworkBefore } from './hostNetwork';
import { acceptWithin, recordNetwork, refuseWithin, restoreNetwork } from './hostNetwork';
import { installOldestEngine } from './oldestInstall';
import { run, tryRun } from './run';

/** What a process needs in its environment to reach an engine. */
export interface EngineEnvironment {
  readonly DOCKER_HOST?: string;
  readonly DOCKER_CONFIG?: string;
  readonly PATH?: string;
}

export interface Engine {
  readonly environment: EngineEnvironment;
  /** Stops the engine if this call started it; otherwise leaves it alone. */
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 60_000;

/** What tells two private engines apart. */
export interface EngineKind {
  /** Its programs, as `installEngine` arranges them. */
  readonly install: () => Promise<string>;
  /** Where it keeps everything else. */
  readonly home: string;
  /** Where its networks take their addresses from: 65536 of them. */
  readonly addresses: string;
  /** Whether it may write to the machine's packet filter and forward packets. One engine at a time can. */
  readonly ownsNetwork: boolean;
}

const NEWEST: EngineKind = {
  install: installEngine,
  home: process.env['LANGFUSE_STACK_ENGINE_HOME'] || join(cacheRoot, 'engine-home'),
  addresses: '172.30.0.0/16',
  ownsNetwork: true,
};

/** The oldest that is supported. It runs beside any other: its containers reach each other and no other network. */
export const OLDEST: EngineKind = {
  install: installOldestEngine,
  home: join(cacheRoot, 'oldest-engine-home'),
  addresses: '172.29.0.0/16',
  ownsNetwork: false,
};

/** As new as the first one, for suites that run beside those on it. */
const SECOND: EngineKind = {
  install: installEngine,
  home: join(cacheRoot, 'second-engine-home'),
  addresses: '172.28.0.0/16',
  ownsNetwork: false,
};

/** An engine with Compose: the one in reach, or our private one, which is installed and started when needed. */
export async function acquireEngine(): Promise<Engine> {
  if (await reaches(process.env)) return { environment: {}, stop: () => Promise.resolve() };
  if (await answers(process.env))
    throw new Error('Docker Engine runs here without its Compose plugin: install docker-compose-plugin.');
  return acquirePrivate(new PrivateEngine());
}

/** Another engine of our own; the same one where that is the machine's. */
export async function acquireSecondEngine(): Promise<Engine> {
  if (await reaches(process.env)) return { environment: {}, stop: () => Promise.resolve() };
  return acquirePrivate(new PrivateEngine(SECOND));
}

/** The oldest supported engine with the oldest supported Compose, which is installed and started when needed. */
export function acquireOldestEngine(): Promise<Engine> {
  return acquirePrivate(new PrivateEngine(OLDEST));
}

async function acquirePrivate(engine: PrivateEngine): Promise<Engine> {
  const started = await engine.start();
  return {
    environment: await engine.environment(),
    stop: () => (started ? engine.stop() : Promise.resolve()),
  };
}

/** The environment of an engine that is in reach now: the machine's own, or the private one if it runs. */
export async function findEngine(): Promise<EngineEnvironment | undefined> {
  if (await reaches(process.env)) return {};
  const engine = new PrivateEngine();
  return (await engine.isRunning()) ? engine.environment() : undefined;
}

async function reaches(env: NodeJS.ProcessEnv): Promise<boolean> {
  return (await answers(env)) && (await tryRun('docker', ['compose', 'version'], { env })).code === 0;
}

async function answers(env: NodeJS.ProcessEnv): Promise<boolean> {
  return (await tryRun('docker', ['info', '--format', '{{.ServerVersion}}'], { env })).code === 0;
}

/** A Docker Engine of the tests' own. Everything it keeps is in its home. */
export class PrivateEngine {
  readonly #kind: EngineKind;
  readonly #home: string;
  readonly #socket: string;
  readonly #pidFile: string;
  readonly #networkFile: string;

  /**
   * Two homes are two engines. The second of two that want the machine's packet filter does not get it: its containers
   * may not reach each other, which is enough to test starting and stopping.
   */
  constructor(kind = NEWEST) {
    const { home } = kind;
    this.#kind = kind;
    this.#home = home;
    this.#socket = join(home, 'run/docker.sock');
    this.#pidFile = join(home, 'run/dockerd.pid');
    this.#networkFile = join(home, 'run/network-before.json');
  }

  async environment(): Promise<EngineEnvironment & { readonly PATH: string }> {
    const installed = await this.#kind.install();
    return {
      DOCKER_HOST: `unix://${this.#socket}`,
      DOCKER_CONFIG: join(installed, 'config'),
      PATH: `${join(installed, 'bin')}:${process.env['PATH'] ?? ''}`,
    };
  }

  async isRunning(): Promise<boolean> {
    return existsSync(this.#socket) && engineObstacle() === undefined && reaches(await this.#processEnv());
  }

  /** Starts the engine and waits until it answers. Returns false if it was running already. */
  async start(): Promise<boolean> {
    const obstacle = engineObstacle();
    if (obstacle !== undefined) throw new Error(obstacle);
    // A socket's path has room for 107 bytes, and the engine makes some of its own below its home.
    if (this.#home.length > 70) throw new Error(`The engine's home has too long a path: ${this.#home}`);
    if (await this.isRunning()) return false;

    const env = await this.#processEnv();
    await mkdir(join(this.#home, 'run'), { recursive: true });
    // An engine that starts flushes the chains it shares with one that runs.
    const ownsNetwork = this.#kind.ownsNetwork && (await networkOwners()).length === 0;
    const network = ownsNetwork ? await recordNetwork(env) : undefined;
    // A record that is still there is from an engine that was killed: it knows how it was before that one.
    if (network !== undefined && !existsSync(this.#networkFile))
      await writeFile(this.#networkFile, JSON.stringify(network));
    await this.#launch(await this.#writeConfig(Object.keys(network?.policies ?? {})), env);
    if (!this.#kind.ownsNetwork) await acceptWithin(this.#kind.addresses, env);
    return true;
  }

  /** Removes the engine's containers, networks and volumes, stops it, and takes back what it changed on the machine. */
  async stop(): Promise<void> {
    if (!existsSync(this.#pidFile)) return;
    // One that was killed left its containers' processes behind; the next one knows them and ends them.
    await this.start();
    const env = await this.#processEnv();
    await removeAllButImages(env);
    const pid = await this.#pid();
    if (pid !== undefined) {
      process.kill(pid, 'SIGTERM');
      await waitFor(
        () => Promise.resolve(!isEngine(pid)),
        STOP_TIMEOUT_MS,
        'The private engine does not stop.',
      );
    }
    await this.#unmountLeftovers();
    if (!this.#kind.ownsNetwork) await refuseWithin(this.#kind.addresses, env);
    if (existsSync(this.#networkFile) && (await networkOwners()).length === 0) {
      await restoreNetwork(JSON.parse(await readFile(this.#networkFile, 'utf8')) as NetworkBefore, env);
    }
    await rm(join(this.#home, 'run'), { recursive: true, force: true });
  }

  async #launch(config: string, env: NodeJS.ProcessEnv): Promise<void> {
    const logFile = join(this.#home, 'run/dockerd.log');
    const log = await open(logFile, 'a');
    const daemon = spawn('dockerd', ['--config-file', config], {
      env,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    let failure: string | undefined;
    daemon.on('error', (error) => (failure = error.message));
    daemon.on('exit', (code) => (failure = `it ended with ${String(code)}`));
    try {
      await waitFor(
        async () => {
          if (failure !== undefined)
            throw new Error(`The private engine does not start: ${failure}.\n${await tail(logFile)}`);
          return reaches(env);
        },
        START_TIMEOUT_MS,
        'The private engine does not answer.',
      );
    } catch (error) {
      daemon.kill();
      throw error;
    } finally {
      await log.close();
    }
    daemon.unref();
  }

  /** `filters` names the packet filters it may write to. Without, published ports still work through docker-proxy. */
  async #writeConfig(filters: readonly string[]): Promise<string> {
    const config = join(this.#home, 'run/daemon.json');
    const settings = {
      'data-root': join(this.#home, 'data'),
      'exec-root': join(this.#home, 'run/exec'),
      pidfile: this.#pidFile,
      hosts: [`unix://${this.#socket}`],
      // Compose makes a network for every project, so no default bridge is needed and none is left behind.
      bridge: 'none',
      'default-address-pools': [{ base: this.#kind.addresses, size: 24 }],
      'ip-forward': this.#kind.ownsNetwork,
      iptables: filters.includes('iptables'),
      ip6tables: filters.includes('ip6tables'),
      'log-level': 'warn',
    };
    await writeFile(config, JSON.stringify(settings, undefined, 2));
    return config;
  }

  async #processEnv(): Promise<NodeJS.ProcessEnv> {
    return { ...process.env, ...(await this.environment()) };
  }

  async #pid(): Promise<number | undefined> {
    const pid = Number(await readFile(this.#pidFile, 'utf8').catch(() => ''));
    return pid > 0 && isEngine(pid) ? pid : undefined;
  }

  /** A killed engine leaves the mounts of its containers behind. */
  async #unmountLeftovers(): Promise<void> {
    const mounts = (await readFile('/proc/self/mounts', 'utf8'))
      .split('\n')
      .map((line) => line.split(' ')[1] ?? '');
    for (const mount of mounts.filter((path) => path.startsWith(`${this.#home}/`)).reverse())
      await run('umount', ['--lazy', mount]);
  }
}

async function removeAllButImages(env: NodeJS.ProcessEnv): Promise<void> {
  const containers = (await run('docker', ['ps', '--all', '--quiet'], { env })).split('\n').filter(Boolean);
  if (containers.length > 0) await run('docker', ['rm', '--force', ...containers], { env });
  await run('docker', ['network', 'prune', '--force'], { env });
  // A suite that was killed leaves its own behind, which the next one would take for data to go on with.
  const volumes = (await run('docker', ['volume', 'ls', '--quiet'], { env })).split('\n').filter(Boolean);
  if (volumes.length > 0) await run('docker', ['volume', 'rm', '--force', ...volumes], { env });
}

function isEngine(pid: number): boolean {
  return commandName(pid) === 'dockerd';
}

/** Running engines that may write to the packet filter; anybody's own is taken for one. */
async function networkOwners(): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && isEngine(pid));
  const others = [OLDEST, SECOND].map(({ home }) => `${home}/`);
  return pids.filter((pid) => !others.some((home) => commandLine(pid).includes(home)));
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** The name of a process's program; undefined when the process is gone. */
function commandName(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return undefined;
  }
}

async function waitFor(isDone: () => Promise<boolean>, timeoutMs: number, complaint: string): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isDone())) {
    if (Date.now() > deadline) throw new Error(complaint);
    await delay(100);
  }
}

async function tail(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).trim().split('\n').slice(-10).join('\n');
}
