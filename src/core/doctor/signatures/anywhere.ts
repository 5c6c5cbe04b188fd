import { takenPort } from '../../stack/composeFailure';
import type { Scene } from '../scene';
import type { Meaning, Signature } from '../signature';

/** What the engine says of containers that it cannot start, and what any program may say. */
export const signaturesAnywhere: readonly Signature[] = [
  {
    roles: undefined,
    sources: ['engine'],
    pattern: /address already in use|port is already allocated|Only one usage of each socket address/,
    means: ({ match }, scene) => portTaken(takenPort(match.input), scene),
  },
  {
    roles: undefined,
    sources: ['engine'],
    pattern: /setting rlimit/,
    means: {
      id: 'engine/ulimit',
      weight: 'lasting',
      brief: 'its ulimits are refused',
      explanation: 'This machine does not let Docker raise the limits that "ulimits" asks for.',
      remedy: 'Lower "ulimits" of the service, or take them out, then run Up.',
    },
  },
  {
    roles: undefined,
    sources: ['engine'],
    pattern: /error mounting|bind source path does not exist|not a directory: unknown/,
    means: {
      id: 'engine/mount',
      weight: 'lasting',
      brief: 'a file of "volumes" cannot be mounted',
      explanation:
        'What a mount of the service names on this machine does not exist, or is a folder where a file is meant.',
      remedy: 'Put the file there, remove the folder that Docker made in its place, then run Up.',
    },
  },
  {
    roles: undefined,
    sources: ['engine'],
    pattern: /executable file not found|exec: "[^"]+": (?:stat|permission denied)/,
    means: {
      id: 'engine/program',
      weight: 'lasting',
      brief: 'its program does not exist in the image',
      explanation: 'The image has no such program as "command" or "entrypoint" of the service names.',
      remedy: 'Correct "command" or "entrypoint", or the image, then run Up.',
    },
  },
  {
    roles: undefined,
    sources: ['engine'],
    pattern: /network \S+ not found/,
    means: {
      id: 'engine/network',
      weight: 'lasting',
      brief: 'its network was removed',
      explanation: 'The network that the container was created for does not exist any more.',
      remedy: 'Recreate the service, or run Down and Up.',
    },
  },
  {
    roles: undefined,
    sources: ['healthcheck'],
    pattern: /exec: "([^"]+)": executable file not found|(?:^|\s)(?:\d+: )?([\w.-]+): (?:command )?not found/,
    means: ({ match }, { redact }) => {
      const program = redact(match[1] ?? match[2] ?? '');
      return {
        id: 'healthcheck/program',
        weight: 'lasting',
        brief: `its image has no ${program}`,
        explanation: `The healthcheck runs ${program}, which the image does not have, so it can never pass.`,
        remedy: 'Write the healthcheck with a program that the image has, then run Up.',
      };
    },
  },
  {
    roles: undefined,
    sources: ['log'],
    pattern: /exec format error/,
    means: {
      id: 'engine/platform',
      weight: 'lasting',
      brief: 'its image is for another processor',
      explanation: 'The image was built for another kind of processor than this machine has.',
      remedy: 'Pull the image for this platform, and see "platform" in the compose file.',
    },
  },
  {
    roles: undefined,
    sources: ['log', 'healthcheck', 'engine'],
    pattern:
      /no space left on device|NOT_ENOUGH_SPACE|\bcode: 243\b|XMinioStorageFull|minimum free drive threshold/i,
    means: {
      id: 'engine/disk-full',
      weight: 'lasting',
      brief: 'the disk is full',
      explanation: 'There is no room left on the disk that its volume is on.',
      remedy: 'Make room; "docker system df" says what Docker holds.',
    },
  },
];

/** Known even while nothing else is: the process is there, and gives no answer. */
export const silentHealthcheck: Signature = {
  roles: undefined,
  sources: ['healthcheck'],
  pattern: /Health check exceeded timeout \(([^)]+)\)/,
  means: ({ match: [, limit = ''] }, { service }) => ({
    id: 'healthcheck/timeout',
    weight: 'passing',
    brief: `gives no answer within ${limit}`,
    explanation: `${service} runs, and its healthcheck got no answer within ${limit}: it hangs, or has more to do than it can.`,
    remedy: 'See its log and the load of the machine. If it hangs, restart the service.',
  }),
};

function portTaken(port: number | undefined, scene: Scene): Meaning {
  const holder = port === undefined ? undefined : scene.portHolder(port);
  const name = port === undefined ? 'its port' : `port ${port}`;
  return {
    id: 'engine/port-taken',
    weight: 'lasting',
    brief: `${name} is taken${holder === undefined ? '' : ` by ${holder}`}`,
    explanation: `${port === undefined ? 'A port' : `Port ${port}`} that ${scene.service} publishes was taken by ${
      holder === undefined ? 'another process on this machine' : `the container ${holder}`
    } when it was to start.`,
    remedy: `${holder === undefined ? 'Stop that process' : `Stop ${holder}`}, or publish another port, then run Up.`,
  };
}
