import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { run, tryRun } from './run';

/** What services are created with, other than their files say. */
export type Changes = Readonly<
  Record<
    string,
    {
      readonly environment?: Readonly<Record<string, string>>;
      readonly image?: string;
      readonly user?: string;
      readonly volumes?: readonly object[];
    }
  >
>;

/** A stack under `docker compose`, to be broken and repaired from outside as its operator might, or fate. */
export class BreakableStack {
  /** `scratch` is a folder outside of the stack's own, so that no editor sees what is written there. */
  constructor(
    private readonly folder: string,
    private readonly projectName: string,
    private readonly scratch: string,
  ) {}

  /** Creates what the files declare, or what differs from them, and waits until it is healthy. */
  async up(...services: readonly string[]): Promise<void> {
    await this.compose('up', '--detach', '--wait', ...services);
  }

  /** Recreates services with other variables, and nothing else of the stack. */
  async recreate(changes: Changes): Promise<void> {
    const override = join(this.scratch, 'break.json');
    await writeFile(override, JSON.stringify({ services: changes }));
    const files = ['--file', 'compose.yaml', '--file', override];
    await this.compose(...files, 'up', '--detach', '--no-deps', ...Object.keys(changes));
  }

  /** Writes something else into the compose file, as its operator might. The result puts back what was there. */
  async edit(from: string | RegExp, to: string): Promise<() => Promise<void>> {
    const file = join(this.folder, 'compose.yaml');
    const before = await readFile(file, 'utf8');
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${String(from)} is not in the compose file.`);
    await writeFile(file, after);
    return () => writeFile(file, before);
  }

  /** Changes nothing, where `up` would take back what was changed. */
  async untilHealthy(service: string): Promise<void> {
    const argv = ['inspect', '--format', '{{.State.Health.Status}}', this.containerOf(service)];
    const deadline = Date.now() + 60_000;
    while ((await run('docker', argv)).trim() !== 'healthy') {
      if (Date.now() > deadline) throw new Error(`${service} does not become healthy.`);
      await delay(300);
    }
  }

  /** Recreates services as their files say, and does not wait for them. */
  async repair(...services: readonly string[]): Promise<void> {
    await this.compose('up', '--detach', '--no-deps', ...services);
  }

  async stop(...services: readonly string[]): Promise<void> {
    await this.compose('stop', '--timeout', '2', ...services);
  }

  /** Removes a service's container and one of its volumes. */
  async removeWithVolume(service: string, volume: string): Promise<void> {
    await this.compose('rm', '--force', '--stop', service);
    await run('docker', ['volume', 'rm', `${this.projectName}_${volume}`]);
  }

  /** A command of docker on a service's only container. */
  async container(command: readonly string[], service: string): Promise<void> {
    await run('docker', [...command, this.containerOf(service)]);
  }

  /** Ends with whatever the program in the container ends with. */
  async exec(service: string, ...argv: readonly string[]): Promise<void> {
    await tryRun('docker', ['exec', this.containerOf(service), ...argv]);
  }

  /** A statement in one of the databases, as its own client and login have it. */
  async sql(service: 'clickhouse' | 'postgres', statement: string): Promise<void> {
    const client = {
      clickhouse: 'clickhouse-client --query "$0"',
      postgres: 'psql --quiet --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --command "$0"',
    }[service];
    await run('docker', ['exec', this.containerOf(service), 'sh', '-c', client, statement]);
  }

  async logs(service: string): Promise<string> {
    return run('docker', ['logs', this.containerOf(service)]);
  }

  /** Starts what is there; fails as compose does. */
  async tryStart(service: string): Promise<boolean> {
    const { code } = await tryRun('docker', ['compose', 'up', '--detach', '--no-deps', service], {
      cwd: this.folder,
    });
    return code === 0;
  }

  /** Runs a container of another project that has the port, until the result is called. */
  async holdPort(name: string, port: number): Promise<() => Promise<void>> {
    await run('docker', ['network', 'create', name]);
    const publish = ['--publish', `127.0.0.1:${port}:${port}`, '--network', name];
    await run('docker', [
      'run',
      '--detach',
      '--name',
      name,
      ...publish,
      '--entrypoint',
      'sleep',
      HOLDER_IMAGE,
      '600',
    ]);
    return async () => {
      await run('docker', ['rm', '--force', name]);
      await run('docker', ['network', 'rm', name]);
    };
  }

  private compose(...args: readonly string[]): Promise<string> {
    return run('docker', ['compose', ...args], { cwd: this.folder });
  }

  private containerOf(service: string): string {
    return `${this.projectName}-${service}-1`;
  }
}

/** Of the stack itself, so that it is there; any that can sleep would do. */
const HOLDER_IMAGE = 'redis:7.4';
