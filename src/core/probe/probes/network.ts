import { authority } from '../../compose/ports';
import type { ComposeService } from '../../compose/project';
import { listed } from '../../listed';
import { clickHouseLogin, eventStore, postgresLogin, redisLogin } from '../consumer';
import type { Address, ExecAnswer, Probe, Verdict } from '../probe';
import { failed, ok } from '../probe';
import type { ProbeContext } from '../probeContext';
import { firstLine, hasNoProgram } from './execAnswer';

/** Layer 2: what web and worker connect to opens from inside their containers, in their network and by their names. */
export function networkProbes(context: ProbeContext): readonly Probe[] {
  return context.consumers.flatMap((consumer) => {
    const addresses = addressesOf(context, consumer);
    if (addresses.length === 0) return [];
    const { name } = consumer;
    return {
      id: `network/${name}`,
      layer: 2,
      service: name,
      requires: context.needsRunning(name),
      kind: 'exec',
      container: context.running(name)?.id ?? '',
      // Node is in both images of Langfuse, whatever else is not.
      argv: [
        'node',
        '-e',
        CONNECT,
        ...addresses.map(({ host, port }) => authority(withoutBrackets(host), port)),
      ],
      // What the process itself is started with need not suit a small program.
      environment: new Map([['NODE_OPTIONS', '']]),
      interpret: (answer) => interpretNetwork(answer, name),
    };
  });
}

function addressesOf(context: ProbeContext, consumer: ComposeService): readonly Address[] {
  const environment = context.environmentOf(consumer);
  const store = eventStore(environment);
  const logins = [clickHouseLogin(environment), postgresLogin(environment), redisLogin(environment)];
  return [
    ...logins.flatMap((login) => (login.kind === 'known' ? [{ host: login.host, port: login.port }] : [])),
    ...(store.kind === 'known' ? [addressOf(store.endpoint)] : []),
  ];
}

function addressOf({ hostname, port, protocol }: URL): Address {
  return { host: hostname, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) };
}

/** URLs write IPv6 addresses in brackets. */
function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

/** Prints a line for each address: itself, and what happened to it. Opens connections and sends nothing. */
const CONNECT = `const net = require('node:net');
for (const address of process.argv.slice(1)) {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\\[|\\]$/g, '');
  const socket = net.connect({ host, port: Number(address.slice(colon + 1)) });
  const end = (result) => { console.log(address, result); socket.destroy(); };
  socket.setTimeout(4000, () => end('ETIMEDOUT'));
  socket.once('connect', () => end('ok'));
  socket.once('error', (error) => end(error.errors?.[0]?.code ?? error.code ?? error.message));
}`;

export function interpretNetwork(answer: ExecAnswer, consumer: string): Verdict {
  const missing = hasNoProgram(answer, 'node', consumer);
  if (missing !== undefined) return missing;
  const results = answer.stdout
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [address = '', result = ''] = line.split(' ');
      return result === '' ? [] : [{ address, result }];
    });
  if (answer.exitCode !== 0 || results.length === 0) return failed(firstLine(answer.stderr + answer.stdout));
  const closed = results.filter(({ result }) => result !== 'ok');
  if (closed.length === 0) {
    return ok(`${consumer} reaches ${listed(results.map(({ address }) => address))}`);
  }
  const what = listed(closed.map(({ address, result }) => `${address} (${result})`));
  const isUnknown = closed.some(({ result }) => result === 'ENOTFOUND' || result === 'EAI_AGAIN');
  return failed(
    `${consumer} does not reach ${what} from inside its container. ${
      isUnknown
        ? 'A name is known there only while the service runs and shares a network with it.'
        : 'See whether the service listens there.'
    }`,
  );
}
