import { readFile, writeFile } from 'node:fs/promises';
import { run, tryRun } from './run';

const FORWARDING = '/proc/sys/net/ipv4/ip_forward';

/** What an engine changes on the machine's network and does not undo by itself. */
export interface NetworkBefore {
  readonly forwarding: string;
  /** FORWARD's policy by program; empty where the program cannot reach the kernel's tables. */
  readonly policies: Readonly<Record<string, string>>;
}

export async function recordNetwork(env: NodeJS.ProcessEnv): Promise<NetworkBefore> {
  const policies: Record<string, string> = {};
  for (const program of ['iptables', 'ip6tables']) {
    const { code, stdout } = await tryRun(program, ['-S', 'FORWARD'], { env });
    const policy = /^-P FORWARD (\w+)/m.exec(stdout)?.[1];
    if (code === 0 && policy !== undefined) policies[program] = policy;
  }
  return { forwarding: await readFile(FORWARDING, 'utf8'), policies };
}

/** Lets the containers of an engine reach each other that leaves the packet filter to another one. */
export async function acceptWithin(addresses: string, env: NodeJS.ProcessEnv): Promise<void> {
  await refuseWithin(addresses, env);
  await tryRun('iptables', ['-I', ...within(addresses)], { env });
}

/** Takes it back. Where the kernel's tables cannot be reached, nothing filters and there is nothing to take back. */
export async function refuseWithin(addresses: string, env: NodeJS.ProcessEnv): Promise<void> {
  while ((await tryRun('iptables', ['-D', ...within(addresses)], { env })).code === 0);
}

function within(addresses: string): readonly string[] {
  return ['FORWARD', '-s', addresses, '-d', addresses, '-j', 'ACCEPT'];
}

/** Removes the engine's chains and puts back what was recorded. Not while another engine runs: they share chains. */
export async function restoreNetwork(before: NetworkBefore, env: NodeJS.ProcessEnv): Promise<void> {
  for (const [program, policy] of Object.entries(before.policies)) {
    for (const table of ['filter', 'nat', 'raw', 'mangle']) await removeChains(program, table, env);
    await run(program, ['-P', 'FORWARD', policy], { env });
  }
  await writeFile(FORWARDING, before.forwarding);
}

async function removeChains(program: string, table: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { code, stdout } = await tryRun(program, ['-t', table, '-S'], { env });
  if (code !== 0) return;
  const rules = stdout.split('\n').map((line) => line.trim().split(/\s+/));
  const call = (args: readonly string[]) => tryRun(program, ['-t', table, ...args], { env });
  for (const [verb, ...rule] of rules) {
    if (verb === '-A' && rule.some((word) => word.startsWith('DOCKER'))) await call(['-D', ...rule]);
  }
  const chains = rules
    .filter(([verb, name]) => verb === '-N' && name?.startsWith('DOCKER'))
    .map(([, name]) => name!);
  for (const chain of chains) await call(['-F', chain]);
  for (const chain of chains) await call(['-X', chain]);
}
