import { delimiter, join } from 'node:path';
import { engineObstacle, installEngine } from './engineInstall';

/** Where programs find the docker command with its Compose plugin: those of the tests where they can be had, no engine. */
export async function composeEnvironment(): Promise<NodeJS.ProcessEnv> {
  if (engineObstacle() !== undefined) return {};
  const installed = await installEngine();
  return {
    DOCKER_CONFIG: join(installed, 'config'),
    PATH: [join(installed, 'bin'), process.env['PATH']].join(delimiter),
  };
}
