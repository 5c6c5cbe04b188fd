import { homedir } from 'node:os';
import { join } from 'node:path';
import { run, tryRun } from '../stack/run';

export type Variables = Readonly<Record<string, string>>;

/** What compose makes of a stack: the model that it would start, or why it starts nothing. */
export type ComposeAnswer =
  | { readonly kind: 'model'; readonly model: ComposeModel }
  | { readonly kind: 'refusal'; readonly why: string };

/** The parts of `docker compose config --format json` that Langfuse Stack models too. */
export interface ComposeModel {
  readonly name: string;
  readonly services?: Readonly<Record<string, ComposeModelService>>;
  readonly volumes?: Readonly<Record<string, { readonly name: string; readonly external?: boolean }>>;
}

export interface ComposeModelService {
  readonly image?: string;
  readonly environment?: Readonly<Record<string, string | null>> | null;
  readonly command?: readonly string[] | null;
  readonly entrypoint?: readonly string[] | null;
  readonly ports?: readonly {
    readonly host_ip?: string;
    readonly published?: string;
    readonly target: number;
    readonly protocol?: string;
  }[];
  readonly volumes?: readonly {
    readonly type: string;
    readonly source?: string;
    readonly target: string;
    readonly read_only?: boolean;
  }[];
  readonly tmpfs?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string; readonly required: boolean }>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly restart?: string;
  readonly network_mode?: string;
}

/**
 * The whole process environment for both readers: only what the docker program needs to find its plugin, so that
 * nothing of the machine gets into a stack.
 */
export function environmentWith(variables: Variables): Variables {
  const home = process.env['HOME'] ?? homedir();
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    DOCKER_CONFIG: process.env['DOCKER_CONFIG'] ?? join(home, '.docker'),
    ...variables,
  };
}

/** The version of the plugin, such as `2.40.3-3`. Throws when there is none. */
export async function composeVersion(): Promise<string> {
  const text = await run('docker', ['compose', 'version', '--short'], { env: environmentWith({}) });
  return text.trim().replace(/^v/, '');
}

/** Asks the plugin. It reads files only; no engine is called. */
export async function askCompose(folder: string, environment: Variables): Promise<ComposeAnswer> {
  const result = await tryRun('docker', ['compose', 'config', '--format', 'json'], {
    cwd: folder,
    env: environment,
  });
  if (result.code === 0) return { kind: 'model', model: JSON.parse(result.stdout) as ComposeModel };
  if (result.code === undefined) throw new Error(`docker compose could not run: ${result.stderr}`);
  const lines = result.stderr.split('\n').filter((line) => !line.includes('level=warning'));
  return { kind: 'refusal', why: lines.join(' ').trim() };
}
