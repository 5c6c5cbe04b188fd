/** Why `docker compose` failed, read from what it printed. */
export type ComposeFailure =
  | { readonly kind: 'docker-missing' }
  | { readonly kind: 'plugin-missing' }
  | { readonly kind: 'too-old' }
  | {
      readonly kind: 'engine-too-old';
      /** In the words of compose, such as `healthcheck.start_interval`. */
      readonly feature: string;
      /** Such as `Docker Engine 25`. */
      readonly needs: string;
    }
  | { readonly kind: 'engine-unreachable'; readonly address: string | undefined }
  | { readonly kind: 'engine-forbidden' }
  | { readonly kind: 'variable-missing'; readonly name: string }
  | { readonly kind: 'port-taken'; readonly port: number }
  | {
      readonly kind: 'pull-failed';
      /** The first whose image failed; undefined where compose does not say. */
      readonly service: string | undefined;
      readonly image: string | undefined;
      readonly said: string;
    }
  | { readonly kind: 'name-taken'; readonly container: string }
  | { readonly kind: 'dependency-failed'; readonly container: string; readonly state: string }
  | { readonly kind: 'other'; readonly said: string };

type Reader = readonly [RegExp, (match: RegExpExecArray, line: string) => ComposeFailure];

// Wordings of the docker command 20 to 28, compose 2.26 to 2.40 and engines 20 to 28. The first that matches wins.
const READERS: readonly Reader[] = [
  [/'compose' is not a docker command|unknown command: docker compose/, () => ({ kind: 'plugin-missing' })],
  // Without the plugin, docker itself reads the first of compose's options and does not know it.
  [/^unknown flag: --project-directory|^unknown shorthand flag: 'p'/, () => ({ kind: 'plugin-missing' })],
  [/^unknown flag: --(progress|ansi)/, () => ({ kind: 'too-old' })],
  [
    /can't set (\S+) as feature requires? (Docker Engine) v?(\d+)/,
    ([, feature = '', product = '', version = '']) => ({
      kind: 'engine-too-old',
      feature,
      needs: `${product} ${version}`,
    }),
  ],
  [
    /"([^"]+)" requires (API version [\d.]+), but the Docker daemon API version is/,
    ([, feature = '', needs = '']) => ({ kind: 'engine-too-old', feature: `"${feature}"`, needs }),
  ],
  [/permission denied while trying to connect to the docker/i, () => ({ kind: 'engine-forbidden' })],
  [
    /cannot connect to the docker daemon(?: at ([^\s]+?)\.?(?=\s|$))?|error during connect/i,
    ([, address]) => ({ kind: 'engine-unreachable', address }),
  ],
  [/required variable (\S+) is missing a value/, ([, name = '']) => ({ kind: 'variable-missing', name })],
  [
    /dependency failed to start: container (\S+) (.+)$/,
    ([, container = '', state = '']) => ({ kind: 'dependency-failed', container, state }),
  ],
  [
    /service "([^"]+)" didn't complete successfully: (.+)$/,
    ([, container = '', state = '']) => ({ kind: 'dependency-failed', container, state }),
  ],
  [
    /container name "\/?([^"]+)" is already in use/,
    ([, container = '']) => ({ kind: 'name-taken', container }),
  ],
  [
    /(?:manifest for (\S+) not found|pull access denied for ([^\s,]+)|failed to resolve reference "([^"]+)")/,
    (match, line) => ({
      kind: 'pull-failed',
      service: undefined,
      image: match[1] ?? match[2] ?? match[3],
      said: lastClause(line),
    }),
  ],
  [
    /Get "https?:\/\/[^"]+\/v2\/|toomanyrequests|no such host/,
    (_, line) => ({ kind: 'pull-failed', service: undefined, image: undefined, said: lastClause(line) }),
  ],
];

/** `lines` are what compose wrote to stderr, oldest first. */
export function readComposeFailure(lines: readonly string[]): ComposeFailure {
  for (const line of lines) {
    const port = takenPort(line);
    if (port !== undefined) return { kind: 'port-taken', port };
  }
  const known = readKnown(lines);
  const unpulled = lines.map((line) => UNPULLED.exec(line.trim())).find((match) => match !== null);
  if (unpulled !== undefined && (known === undefined || known.kind === 'pull-failed')) {
    const [, service, said = ''] = unpulled;
    return { kind: 'pull-failed', service, image: known?.image, said: lastClause(said) };
  }
  if (known !== undefined) return known;
  const said =
    lines.findLast((line) => /error|fail|invalid|not allowed|refus|conflict/i.test(line)) ?? lines.at(-1);
  return { kind: 'other', said: withoutWrapping(said ?? '') };
}

/** A line of the progress of a pull; all others then say `Interrupted`. */
const UNPULLED = /^(?:Image )?(\S+) +Error (.+)$/;

function readKnown(lines: readonly string[]): ComposeFailure | undefined {
  for (const [pattern, read] of READERS) {
    for (const line of lines) {
      const match = pattern.exec(line.trim());
      if (match !== null) return read(match, line.trim());
    }
  }
  return undefined;
}

/** The host port in an engine's complaint that it is taken; undefined for any other text. */
export function takenPort(text: string): number | undefined {
  if (!/address already in use|port is already allocated|Only one usage of each socket address/.test(text)) {
    return undefined;
  }
  // "0.0.0.0:3000:172.30.0.7:3000/tcp", "Bind for 0.0.0.0:3999 failed", "listen tcp4 [::]:3999: bind".
  const match = /(?:for|bind|tcp[46]?|udp[46]?) (?:\[[0-9a-f:]*\]|[0-9a-f.:]*?):(\d+)\b/i.exec(text);
  return match === null ? undefined : Number(match[1]);
}

/** What compose does not say about its failure. What is undefined is not known. */
export interface FailureContext {
  /** The container that has the port that is taken. */
  readonly holder?: string | undefined;
  /** The service that wants that port. */
  readonly wantedBy?: string | undefined;
  /** The image that the service names which failed. */
  readonly image?: string | undefined;
}

/** One or two sentences for the operator. */
export function describeComposeFailure(failure: ComposeFailure, context: FailureContext = {}): string {
  switch (failure.kind) {
    case 'docker-missing':
      return 'The docker command was not found. Install Docker Engine with the Compose plugin, or add docker to the PATH.';
    case 'plugin-missing':
      return 'Docker has no Compose plugin. Install the package docker-compose-plugin, then try again.';
    case 'too-old':
      return 'This Docker Compose is too old. Install version 2.19 or newer.';
    case 'engine-too-old':
      return `${failure.feature} needs ${failure.needs} or newer. Upgrade Docker Engine, or take that out of the compose files.`;
    case 'engine-unreachable':
      return `Cannot reach Docker${failure.address === undefined ? '' : ` at ${failure.address}`}. Start Docker, or set DOCKER_HOST.`;
    case 'engine-forbidden':
      return 'This user may not use Docker. Add the user to the "docker" group and log in again.';
    case 'variable-missing':
      return `${failure.name} has no value. Set it in .env, or run Create Secrets.`;
    case 'port-taken': {
      const { holder, wantedBy } = context;
      const port = `Port ${failure.port}${wantedBy === undefined ? '' : `, which ${wantedBy} publishes,`}`;
      const who = holder === undefined ? 'another process on this machine' : `container "${holder}"`;
      return `${port} is taken by ${who}. Stop it, or publish another port.`;
    }
    case 'pull-failed': {
      const image = failure.image ?? context.image;
      const what = image === undefined ? 'an image' : `the image ${image}`;
      const whose = failure.service === undefined ? '' : ` of ${failure.service}`;
      return `Docker could not pull ${what}${whose}: ${sentence(failure.said)} Check its name and the network.`;
    }
    case 'name-taken':
      return `Another container is already called "${failure.container}". Remove it, or give this stack another project name.`;
    case 'dependency-failed':
      return `Container "${failure.container}" ${sentence(failure.state)} What depends on it was not started; its logs say why.`;
    case 'other':
      return `Docker Compose failed: ${sentence(failure.said)}`;
  }
}

// "Error response from daemon: a: b: c" wraps the cause; the last parts say what happened.
function withoutWrapping(line: string): string {
  return line.trim().replace(/^(error response from daemon|error|failed to [^:]+): /i, '');
}

function lastClause(line: string): string {
  return withoutWrapping(line).split(': ').slice(-2).join(': ');
}

function sentence(text: string): string {
  const short = text.length > 300 ? `${text.slice(0, 300)}…` : text;
  if (short === '') return 'it printed no reason.';
  return /[.!?…]$/.test(short) ? short : `${short}.`;
}
