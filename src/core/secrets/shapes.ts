import { ReferenceIndex } from '../compose/referenceIndex';
import type { ComposeProject } from '../compose/project';
import { servicesOf } from '../langfuse/roles';
import type { Role } from '../langfuse/roles';

/** What a new value looks like. Every alphabet survives a URL, XML, a shell and `.env` unquoted. */
export type Shape = 'hex-64' | 'public-key' | 'secret-key' | 'passphrase';

export const SHAPE_WORDS: Readonly<Record<Shape, string>> = {
  'hex-64': '64 hexadecimal digits',
  'public-key': 'pk-lf- and a UUID',
  'secret-key': 'sk-lf- and a UUID',
  passphrase: '6 groups of 4 hexadecimal digits',
};

/** Names whose values must be equal, since one process sets the password that another one sends. */
export type Group = 'postgres' | 'redis' | 's3';

interface KnownSecret {
  readonly name: RegExp;
  readonly shape: Shape;
  readonly group?: Group;
  /** The service that takes the password as it is given. Without it in the project, somebody else has set it. */
  readonly role?: Role;
  /** Langfuse does well without it, so an empty value is a choice unless the compose file requires one. */
  readonly isOptional?: boolean;
  /** With this variable set, Langfuse does not do without after all. */
  readonly wantedWith?: string;
}

const INIT_PROJECT = 'LANGFUSE_INIT_PROJECT_ID';

const KNOWN: readonly KnownSecret[] = [
  { name: /^(ENCRYPTION_KEY|SALT|NEXTAUTH_SECRET)$/, shape: 'hex-64' },
  {
    name: /^LANGFUSE_INIT_PROJECT_PUBLIC_KEY$/,
    shape: 'public-key',
    isOptional: true,
    wantedWith: INIT_PROJECT,
  },
  {
    name: /^LANGFUSE_INIT_PROJECT_SECRET_KEY$/,
    shape: 'secret-key',
    isOptional: true,
    wantedWith: INIT_PROJECT,
  },
  {
    name: /^LANGFUSE_INIT_USER_PASSWORD$/,
    shape: 'passphrase',
    isOptional: true,
    wantedWith: 'LANGFUSE_INIT_USER_EMAIL',
  },
  { name: /^CLICKHOUSE_PASSWORD$/, shape: 'hex-64', role: 'clickhouse' },
  { name: /^(POSTGRES|DATABASE)_PASSWORD$/, shape: 'hex-64', role: 'postgres', group: 'postgres' },
  { name: /^(REDIS_AUTH|REDIS_PASSWORD|REDISCLI_AUTH)$/, shape: 'hex-64', role: 'redis', group: 'redis' },
  { name: /^MINIO_ROOT_PASSWORD$/, shape: 'hex-64', role: 's3', group: 's3' },
  {
    name: /^LANGFUSE_S3_(EVENT_UPLOAD|MEDIA_UPLOAD|BATCH_EXPORT)_SECRET_ACCESS_KEY$/,
    shape: 'hex-64',
    role: 's3',
    group: 's3',
  },
];

/** What is known of the secret that a project variable carries; undefined when only the operator can know it. */
export function knownSecret(
  project: ComposeProject,
  variable: string,
): Pick<KnownSecret, 'shape' | 'group' | 'isOptional' | 'wantedWith'> | undefined {
  const names = [variable, ...containerNamesOf(project, variable)];
  const known = names.flatMap((name) => KNOWN.find((candidate) => candidate.name.test(name)) ?? []);
  return known.find(({ role }) => role === undefined || servicesOf(project, role).length > 0);
}

/** The names under which containers receive the variable. */
function containerNamesOf(project: ComposeProject, variable: string): Iterable<string> {
  const known = containerNames.get(project) ?? containerNamesByVariable(project);
  containerNames.set(project, known);
  return known.get(variable) ?? [];
}

/** Each secret of a stack is asked for, and the answers are all in one walk through it. */
const containerNames = new WeakMap<ComposeProject, ReadonlyMap<string, ReadonlySet<string>>>();

function containerNamesByVariable(project: ComposeProject): ReadonlyMap<string, ReadonlySet<string>> {
  const references = new ReferenceIndex(project.references);
  const byVariable = new Map<string, Set<string>>();
  for (const { environment } of project.services.values()) {
    for (const { name, origin } of environment.values()) {
      for (const reference of references.within(origin)) {
        const names = byVariable.get(reference.name) ?? new Set<string>();
        byVariable.set(reference.name, names.add(name));
      }
    }
  }
  return byVariable;
}

/** A new value from as many random bytes as the shape needs. */
export function generate(shape: Shape, randomBytes: (count: number) => Uint8Array): string {
  switch (shape) {
    case 'hex-64':
      return hex(randomBytes(32));
    case 'public-key':
      return `pk-lf-${uuid(randomBytes(16))}`;
    case 'secret-key':
      return `sk-lf-${uuid(randomBytes(16))}`;
    case 'passphrase':
      return hex(randomBytes(12)).replace(/(.{4})(?=.)/g, '$1-');
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Version 4: four bits say so, two the variant, the rest is random. */
function uuid(bytes: Uint8Array): string {
  const digits = hex(bytes);
  const variant = '89ab'[Number.parseInt(digits[16] ?? '0', 16) % 4] ?? '8';
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}
