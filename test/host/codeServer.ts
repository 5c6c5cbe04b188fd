import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { VsCodeServer } from './lanes';
import { redirectToPorts } from './portRedirect';
import { runProcess, startProcess } from './processGroup';
import { createTemporaryFolder } from './temporaryFolder';

/** A running VS Code, without a window: a browser is its window. */
export interface RunningServer {
  readonly port: number;
  /** Where the window's settings and logs are, until it stops. */
  readonly dataFolder: string;
  /** The address of a window on `folder`. */
  windowUrl(folder: string): string;
  /** Rejects with what it printed if it ends by itself. */
  readonly broken: Promise<never>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Packaged extensions to install. */
  readonly vsix?: readonly string[];
  /** User settings, over those that make the web editor behave as the desktop's. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Over this process's environment; undefined removes a variable. Extensions see it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /**
   * Lets a page run tests in the extension host. Newer versions need it for that, and it hides notifications:
   * on for integration tests, off for everything that looks at the window.
   */
  readonly driver?: boolean;
  /** Trusts every folder. On by default: tests of the untrusted state switch it off. */
  readonly trustAll?: boolean;
  /** The home folder that extensions see. An empty one by default, so that no setting of yours takes part. */
  readonly home?: string;
  /** Only who knows it may open a window. None by default: the server listens on this machine alone. */
  readonly connectionToken?: string;
}

const START_LIMIT_MS = 60_000;

const settingsOfTests = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  // The web's own default is afterDelay; the desktop's is off.
  'files.autoSave': 'off',
  'files.simpleDialog.enable': true,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.restoreWindows': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/** Starts a VS Code server on a free local port, with data folders of its own that go when it stops. */
export async function startServer(
  { main, node }: VsCodeServer,
  options: ServerOptions = {},
): Promise<RunningServer> {
  const folder = await createTemporaryFolder('vscode');
  const redirect = await redirectToPorts();
  const cleanUp = async (): Promise<void> => {
    await Promise.all([redirect.close(), folder.remove()]);
  };
  try {
    const env = { VSCODE_PROXY_URI: redirect.template, ...options.env };
    const server = await startIn(folder.path, main, node, { ...options, env });
    return { ...server, stop: () => server.stop().finally(cleanUp) };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

async function startIn(
  folder: string,
  main: string,
  node: string,
  {
    vsix = [],
    settings = {},
    env = {},
    driver = false,
    trustAll = true,
    home,
    connectionToken,
  }: ServerOptions,
): Promise<RunningServer> {
  const data = join(folder, 'data');
  await mkdir(join(data, 'User'), { recursive: true });
  await writeFile(
    join(data, 'User/settings.json'),
    JSON.stringify({ ...settingsOfTests, ...settings }, null, 2),
  );
  const folders = [
    '--server-data-dir',
    folder,
    '--user-data-dir',
    data,
    '--extensions-dir',
    join(folder, 'extensions'),
  ];
  const serverEnv = environment({ HOME: home ?? folder, ...env });
  for (const file of vsix)
    await runProcess(node, [main, ...folders, '--install-extension', file], { env: serverEnv });

  const port = await freePort();
  const child = startProcess(
    node,
    [
      main,
      ...folders,
      ...['--host', '127.0.0.1', '--port', String(port), '--accept-server-license-terms'],
      ...(connectionToken === undefined
        ? ['--without-connection-token']
        : ['--connection-token', connectionToken]),
      ...['--disable-telemetry', '--telemetry-level', 'off', '--disable-experiments'],
      '--disable-getting-started-override',
      ...(trustAll ? ['--disable-workspace-trust'] : []),
      ...(driver ? ['--enable-smoke-test-driver'] : []),
    ],
    { env: serverEnv },
  );
  try {
    await child.printed('Extension host agent listening', START_LIMIT_MS);
  } catch (error) {
    await child.stop();
    throw error;
  }

  let isWanted = true;
  const broken = child.exited.then((code) => {
    if (isWanted) throw new Error(`The VS Code server ended with code ${code}.\n${child.output()}`);
    return new Promise<never>(() => undefined);
  });
  // Most users do not wait for it: a window whose server is gone fails by itself.
  broken.catch(() => undefined);
  return {
    port,
    dataFolder: data,
    windowUrl: (opened) => {
      const url = new URL(`http://localhost:${port}/`);
      if (connectionToken !== undefined) url.searchParams.set('tkn', connectionToken);
      url.searchParams.set('folder', opened);
      return url.href;
    },
    broken,
    stop: () => {
      isWanted = false;
      return child.stop();
    },
  };
}

/** Ours, without what belongs to the editor or the npm run around us. */
function environment(changes: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|npm_|CODE_SERVER_|ELECTRON_)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  // No gallery: nothing is looked up outside.
  return { ...Object.fromEntries(kept), EXTENSIONS_GALLERY: '{}', ...changes };
}

/** Free at the moment of asking; nobody else is expected to take it before the server does. */
async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === 'object'
          ? resolve(address.port)
          : reject(new Error('No free port was found.')),
      );
    });
  });
}
