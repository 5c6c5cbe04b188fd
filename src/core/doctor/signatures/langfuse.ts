import { listed } from '../../listed';
import type { Found, Meaning, Signature } from '../signature';

/** What Langfuse itself says at its start. */
export const langfuseSignatures: readonly Signature[] = [
  {
    roles: ['web'],
    sources: ['log'],
    pattern: /Invalid environment variables: *\{/,
    // The server of web lives on after that, and answers everything with 500.
    holdsWhileRunning: true,
    means: (found, { service }) => refusedVariables(service, refusedByWeb(found)),
  },
  {
    roles: ['web', 'worker'],
    sources: ['log'],
    pattern: /ZodError\b/,
    means: (found, { service }) => refusedVariables(service, refusedByWorker(found)),
  },
  {
    roles: ['web', 'worker'],
    sources: ['log'],
    pattern: /JavaScript heap out of memory/,
    means: (_, { service }) => ({
      id: 'langfuse/heap',
      weight: 'lasting',
      brief: 'Node ran out of memory',
      explanation: `${service} needed more memory than Node may use in it.`,
      remedy: 'Set NODE_OPTIONS=--max-old-space-size to what the container can spare.',
    }),
  },
  {
    roles: ['web', 'worker'],
    sources: ['log'],
    pattern: /NoSuchBucket|The specified bucket does not exist/,
    means: {
      id: 's3/bucket',
      weight: 'lasting',
      brief: 'its S3 bucket does not exist',
      explanation:
        'The bucket in LANGFUSE_S3_EVENT_UPLOAD_BUCKET does not exist, and Langfuse never makes one.',
      remedy: 'Create it; in MinIO a folder below the data directory is a bucket.',
    },
  },
  {
    roles: ['web', 'worker'],
    sources: ['log'],
    pattern: /InvalidAccessKeyId|SignatureDoesNotMatch/,
    means: {
      id: 's3/credentials',
      weight: 'lasting',
      brief: 'S3 refuses the access key',
      explanation: 'S3 does not accept the access key and the secret that Langfuse was given.',
      remedy:
        "Compare them with the server's own, such as MINIO_ROOT_USER and MINIO_ROOT_PASSWORD, then run Up.",
    },
  },
];

interface Refusal {
  readonly name: string;
  readonly why: string;
}

/** More than two are told by number. */
const MAX_NAMED = 2;

function refusedVariables(service: string, refusals: readonly Refusal[]): Meaning {
  const base = { id: 'langfuse/environment', weight: 'lasting' } as const;
  const names = refusals.map(({ name }) => name);
  if (names.length === 0) {
    return {
      ...base,
      brief: 'refuses a variable',
      explanation: `${service} refuses one of its environment variables.`,
      remedy: 'Its log names it. Correct it in .env, then run Up.',
    };
  }
  return {
    ...base,
    brief: `refuses ${names.length > MAX_NAMED ? `${names.length} variables` : listed(names)}`,
    explanation: `${service} refuses ${refusals.map(({ name, why }) => `${name} (${why})`).join(', ')}.`,
    remedy: `Set ${names.length === 1 ? 'it' : 'them'} in .env and pass ${names.length === 1 ? 'it' : 'them'} to the service, then run Up.`,
  };
}

/** `NAME: [ 'why' ]`, as Node prints an object; long ones go over several lines. */
function refusedByWeb({ lines, index }: Found): readonly Refusal[] {
  const end = lines.findIndex((line, at) => at > index && line.startsWith('}'));
  const block = lines.slice(index, end < 0 ? index + 1 : end).join(' ');
  return Array.from(block.matchAll(/\b([A-Z][A-Z\d_]+): \[\s*(['"`])(.*?)\2/g), ([, name = '', , why = '']) =>
    refusal(name, why),
  );
}

/** JSON over several lines, in which the name stands in `path` and the reason in `message`. */
function refusedByWorker({ lines, index }: Found): readonly Refusal[] {
  const end = lines.findIndex((line, at) => at > index && line.startsWith(']'));
  const block = lines.slice(index, end < 0 ? undefined : end).join(' ');
  const issue = /"path":\s*\[\s*"([A-Z][A-Z\d_]+)"\s*\],\s*"message":\s*"((?:[^"\\]|\\.)*)"/g;
  return Array.from(block.matchAll(issue), ([, name = '', why = '']) =>
    refusal(name, why.replaceAll('\\"', '"')),
  );
}

// zod calls what is not set "undefined", or merely "Required".
function refusal(name: string, why: string): Refusal {
  if (/^Required$|received undefined$/.test(why)) return { name, why: 'not set' };
  return { name, why: why.replace(new RegExp(`^${name} `), '').replace(/\.$/, '') };
}
