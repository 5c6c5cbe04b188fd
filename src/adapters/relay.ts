import type { Entrance } from '../core/tunnel';

/** What a relay prints to its errors once the connection is open; anything else is why it is not. */
export const OPENED = 'open';

// Both ends of a relay are one: whichever direction ends first ends the other, so that none is left behind when the
// reader has gone. They always exit with 0, as a healthcheck that is well does, and nobody looks twice.

// `wait -n` does not see a direction that has ended before it: bash forgets jobs that ended between two commands. A trap
// sees each, but only with job control.
const BASH = `exec 3<>"/dev/tcp/$1/$2" 4<&0 || exit 0
echo ${OPENED} >&2
set -m
trap 'kill $down $! 2>/dev/null; exit 0' EXIT
trap exit CHLD
cat <&3 & down=$!
cat <&4 >&3 &
wait`;

const NODE = `const end = () => process.exit(0);
const socket = require('node:net').connect(Number(process.argv[2]), process.argv[1]);
socket.once('connect', () => {
  process.stderr.write('${OPENED}\\n');
  socket.pipe(process.stdout);
  process.stdin.pipe(socket);
});
socket.once('error', (error) => process.stderr.write(error.code + '\\n', end));
socket.once('close', end);
process.stdin.once('end', end);
process.stdout.once('error', end);`;

export interface Relay {
  readonly argv: readonly string[];
  /** `NAME=value`. */
  readonly environment: readonly string[];
}

/** A program that connects its input and output to a port as its container reaches it. No secret passes its arguments. */
export function relayAt({ program, host }: Entrance, port: number): Relay {
  switch (program) {
    case 'bash':
      return {
        argv: ['bash', '-c', BASH, 'relay', host, String(port)],
        environment: ['BASH_ENV=', 'LC_ALL=C'],
      };
    case 'node':
      // The container's own options may load what belongs to Langfuse alone.
      return { argv: ['node', '-e', NODE, '--', host, String(port)], environment: ['NODE_OPTIONS='] };
  }
}

/** The error code for what a relay printed instead; undefined when it is none of a connection. */
export function connectErrorOf(printed: string): string | undefined {
  const code = /^(E[A-Z_]+)$/m.exec(printed)?.[1];
  if (code !== undefined) return code;
  return BASH_WORDS.find(([words]) => words.test(printed))?.[1];
}

const BASH_WORDS: readonly (readonly [RegExp, string])[] = [
  [/Connection refused/, 'ECONNREFUSED'],
  [/Connection timed out/, 'ETIMEDOUT'],
  [/No route to host/, 'EHOSTUNREACH'],
  [/Network is unreachable/, 'ENETUNREACH'],
  [/Name or service not known|Name does not resolve|Temporary failure in name resolution/, 'ENOTFOUND'],
];
