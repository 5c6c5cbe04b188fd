import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { repositoryFolder } from '../../../host/vsix';
import { removeProject } from '../../../stack/removeProject';
import { run } from '../../../stack/run';
import type { SampleCopy } from '../../sampleCopy';
import { copySample } from '../../sampleCopy';
import type { Workbench } from '../../workbench';
import { openWorkbench } from '../../workbench';

export const PROJECT = 'commands';
/** A mounted file, as the compose file names it. */
export const MOUNTED = './conf/extra.conf';

// Ports of the engine's choice, so that the suite can run beside another stack; and nobody waits long for health.
const OVERRIDE = `services:
  langfuse-web: { ports: !override ['127.0.0.1::3000'], healthcheck: { interval: 1s } }
  langfuse-worker: { ports: !reset [], healthcheck: { interval: 1s } }
  clickhouse: { ports: !override ['127.0.0.1::8123'] }
  postgres: { ports: !override ['127.0.0.1::5432'] }
  redis:
    ports: !override ['127.0.0.1::6379']
    healthcheck: { interval: 1s }
    volumes:
      - ${MOUNTED}:/etc/extra.conf:ro
  minio: { ports: !reset [] }
`;

/** A running stack in a workspace, and a window on it. */
export class CommandStack {
  private constructor(
    /** The folder above the stack's own. */
    readonly workspace: string,
    readonly folder: string,
    readonly workbench: Workbench,
    private readonly sample: SampleCopy,
  ) {}

  static async start(): Promise<CommandStack> {
    const sample = await copySample('ai-gateway');
    try {
      return await CommandStack.startIn(sample);
    } catch (error) {
      await removeProject(PROJECT);
      await sample.remove();
      throw error;
    }
  }

  private static async startIn(sample: SampleCopy): Promise<CommandStack> {
    const { folder } = sample;
    await removeProject(PROJECT);
    await write(join(folder, 'compose.override.yaml'), OVERRIDE);
    await write(join(folder, MOUNTED), 'first\n');
    const composeFile = join(folder, 'compose.yaml');
    const text = await readFile(composeFile, 'utf8');
    await writeFile(composeFile, text.replace(/^name: .*$/m, `name: ${PROJECT}`));
    await run(process.execPath, [join(repositoryFolder, 'dist', 'cli.js'), 'secrets', '--write', folder]);
    const workspace = dirname(folder);
    const settings = { 'terminal.integrated.gpuAcceleration': 'off' };
    const [workbench] = await Promise.all([
      openWorkbench({ folder: workspace, settings }),
      run('docker', ['compose', 'up', '--detach', '--wait'], { cwd: folder }),
    ]);
    return new CommandStack(workspace, folder, workbench, sample);
  }

  async stop(): Promise<void> {
    await this.workbench.close();
    await removeProject(PROJECT);
    await this.sample.remove();
  }

  async allWell(): Promise<void> {
    await this.workbench.services.waitForRows(
      'that all is well',
      (rows) => rows.length === 6 && rows.every(({ icon }) => icon === 'pass-filled'),
    );
  }

  /** The port of this machine that leads to a port of a service. */
  async publishedPort(service: string, target: number): Promise<string> {
    return this.inspect(service, `{{(index (index .NetworkSettings.Ports "${target}/tcp") 0).HostPort}}`);
  }

  /** What the engine says of a service's only container, by a template of `docker inspect`. */
  async inspect(service: string, template: string): Promise<string> {
    const name = `${PROJECT}-${service}-1`;
    return (await run('docker', ['inspect', '--format', template, name])).trim();
  }

  /** What `.env` gives a variable. */
  async secret(name: string): Promise<string> {
    return (await this.environment()).get(name) ?? '';
  }

  /** Everything in `.env` that Create Secrets has made. */
  async secrets(): Promise<readonly string[]> {
    return [...(await this.environment()).values()].filter((value) => /[0-9a-f]{32}/.test(value));
  }

  private async environment(): Promise<ReadonlyMap<string, string>> {
    const text = await readFile(join(this.folder, '.env'), 'utf8');
    return new Map(
      [...text.matchAll(/^([A-Z_]+)=(.+)$/gm)].map(([, name = '', value = '']) => [name, value]),
    );
  }
}

export async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
