import { run } from './run';

/**
 * Removes every container, network and volume of a compose project. Its files need not load: what is there is found
 * by compose's own label.
 */
export async function removeProject(name: string, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const docker = (...args: string[]): Promise<string> => run('docker', args, { env });
  const found = async (...list: string[]): Promise<string[]> => {
    const ids = await docker(...list, '--quiet', '--filter', `label=com.docker.compose.project=${name}`);
    return ids.split('\n').filter((id) => id !== '');
  };
  const containers = await found('container', 'ls', '--all');
  if (containers.length > 0) await docker('container', 'rm', '--force', '--volumes', ...containers);
  const volumes = await found('volume', 'ls');
  if (volumes.length > 0) await docker('volume', 'rm', ...volumes);
  const networks = await found('network', 'ls');
  if (networks.length > 0) await docker('network', 'rm', ...networks);
}
