import type { ComposeProject } from '../compose/project';
import type { EnvDocument } from '../env/parse';
import { parseEnv } from '../env/parse';
import { servicesOf } from '../langfuse/roles';
import { percentDecoded } from '../percentDecoded';
import { isPlaceholder } from '../placeholder';
import { reveal } from '../secret';
import { lastItemOf, setEnvValues } from './envEdit';
import { generate, knownSecret } from './shapes';
import type { Group, Shape } from './shapes';

export interface SecretsInput {
  readonly project: ComposeProject;
  /** Undefined when there is no `.env`. */
  readonly envText: string | undefined;
  /** Of `.env.example`, from which a missing `.env` is made. */
  readonly templateText: string | undefined;
}

/** Which secrets of a stack are to be made. Holds names and shapes, no values. */
export interface SecretsPlan {
  /** What the new `.env` starts from. */
  readonly base: 'env' | 'template' | 'nothing';
  readonly needed: readonly NeededSecret[];
  /** Variables without a value that cannot be made up, such as a mail server's password. */
  readonly left: readonly string[];
  /** Why `.env` must not be written, with what to do; undefined when it may. */
  readonly refusal: string | undefined;
}

export interface NeededSecret {
  readonly name: string;
  readonly shape: Shape;
  readonly group: Group | undefined;
  readonly why: 'missing' | 'empty' | 'placeholder' | 'malformed';
}

export function planSecrets(input: SecretsInput): SecretsPlan {
  const { project, envText, templateText } = input;
  const base = envText !== undefined ? 'env' : templateText !== undefined ? 'template' : 'nothing';
  const document = parseEnv(baseText(input));
  const [problem] = document.problems;
  if (problem !== undefined) {
    const file = base === 'template' ? '.env.example' : '.env';
    const refusal = `Compose cannot read ${file}, line ${problem.composeLine}. ${problem.message}`;
    return { base, needed: [], left: [], refusal };
  }
  const [unread] = project.problems;
  if (unread !== undefined && project.services.size === 0) {
    const refusal = `Compose cannot load the files, so what they need is not known. ${unread.path}: ${unread.message}`;
    return { base, needed: [], left: [], refusal };
  }
  const needed: NeededSecret[] = [];
  const left: string[] = [];
  for (const name of candidates(project, document)) {
    const why = defectOf(project, document, name);
    if (why === undefined) continue;
    const known = knownSecret(project, name);
    const mustBeSet = why === 'placeholder' || isRequired(project, name);
    if (known === undefined) {
      if (mustBeSet) left.push(name);
    } else if (mustBeSet || known.isOptional !== true || isGivenToWeb(project, known.wantedWith)) {
      needed.push({ name, shape: known.shape, group: known.group, why });
    }
  }
  return { base, needed, left, refusal: undefined };
}

/** The new text of `.env`. The plan must come from the same input and have no refusal. */
export function createSecrets(
  input: SecretsInput,
  plan: SecretsPlan,
  randomBytes: (count: number) => Uint8Array,
): string {
  const text = baseText(input);
  const document = parseEnv(text);
  const shared = sharedValues(input.project, document);
  const values = new Map<string, string>();
  for (const { name, shape, group } of plan.needed) {
    const value = (group && shared.get(group)) ?? generate(shape, randomBytes);
    if (group !== undefined) shared.set(group, value);
    values.set(name, value);
  }
  const password = shared.get('postgres');
  const address = plainValue(document, DATABASE_URL);
  if (address !== undefined && password !== undefined && passwordDefect(address)) {
    values.set(DATABASE_URL, withPassword(address, password));
  }
  return setEnvValues(text, values);
}

const DATABASE_URL = 'DATABASE_URL';

function baseText({ envText, templateText }: SecretsInput): string {
  return envText ?? templateText ?? '';
}

/** In the order of the file, then of the compose files. */
function candidates(project: ComposeProject, document: EnvDocument): ReadonlySet<string> {
  const names = new Set<string>();
  for (const item of document.items) {
    if (item.kind === 'assignment' || item.kind === 'inherit') names.add(item.key.text);
  }
  for (const { name, resolution, isEvaluated } of project.references) {
    if (isEvaluated && (resolution === 'unset' || resolution === 'error')) names.add(name);
  }
  for (const name of missingInEnvFile(project)) names.add(name);
  names.delete(DATABASE_URL);
  names.delete('');
  return names;
}

const NEEDED_BY_WEB = ['CLICKHOUSE_PASSWORD', 'NEXTAUTH_SECRET', 'SALT', 'ENCRYPTION_KEY'];

// A service with `env_file: .env` receives whatever that file holds, so a line there is all that it lacks.
function missingInEnvFile(project: ComposeProject): readonly string[] {
  return servicesOf(project, 'web').flatMap(({ environment }) => {
    const readsEnvFile = [...environment.values()].some(
      ({ source, origin }) => source === 'env-file' && origin.path === '.env',
    );
    return readsEnvFile ? NEEDED_BY_WEB.filter((name) => !environment.has(name)) : [];
  });
}

function isGivenToWeb(project: ComposeProject, name: string | undefined): boolean {
  return servicesOf(project, 'web').some(({ environment }) => {
    const value = name === undefined ? undefined : environment.get(name)?.value;
    return value !== undefined && reveal(value) !== '';
  });
}

function isRequired(project: ComposeProject, name: string): boolean {
  return project.references.some((reference) => reference.name === name && reference.operator.endsWith('?'));
}

function defectOf(
  project: ComposeProject,
  document: EnvDocument,
  name: string,
): NeededSecret['why'] | undefined {
  const variable = project.environment.get(name);
  if (variable?.source === 'shell' && variable.value !== undefined && reveal(variable.value) !== '') {
    return undefined;
  }
  const item = lastItemOf(document, name);
  if (item?.kind !== 'assignment') return 'missing';
  const value = item.value.decoded.text;
  if (value === '') return 'empty';
  if (isPlaceholder(value)) return 'placeholder';
  // Langfuse refuses every other length at start and every other digit at the first use: nothing was encrypted with it.
  const isMalformed = name === 'ENCRYPTION_KEY' && !value.includes('$') && !/^[0-9a-fA-F]{64}$/.test(value);
  return isMalformed ? 'malformed' : undefined;
}

/** Passwords that are set already and that others of the same group must repeat. */
function sharedValues(project: ComposeProject, document: EnvDocument): Map<Group, string> {
  const shared = new Map<Group, string>();
  const address = plainValue(document, DATABASE_URL);
  const password = address === undefined ? undefined : DSN.exec(address)?.[2];
  if (password !== undefined && password !== '' && !isPlaceholder(password)) {
    shared.set('postgres', percentDecoded(password));
  }
  for (const item of document.items) {
    if (item.kind !== 'assignment') continue;
    const name = item.key.text;
    const group = knownSecret(project, name)?.group;
    const value = plainValue(document, name);
    if (group !== undefined && value !== undefined && value !== '' && !isPlaceholder(value)) {
      shared.set(group, value);
    }
  }
  return shared;
}

/** Undefined without a value of its own: absent, or put together from other variables. */
function plainValue(document: EnvDocument, name: string): string | undefined {
  const item = lastItemOf(document, name);
  if (item?.kind !== 'assignment') return undefined;
  const { decoded: value, style } = item.value;
  return style !== 'single' && value.text.includes('$') ? undefined : value.text;
}

const DSN = /^(postgres(?:ql)?:\/\/[^:@/]*:)([^@]*)(@.*)$/;

function passwordDefect(address: string): boolean {
  const password = DSN.exec(address)?.[2];
  return password !== undefined && (password === '' || isPlaceholder(password));
}

function withPassword(address: string, password: string): string {
  const [, before = '', , behind = ''] = DSN.exec(address) ?? [];
  return before + encodeURIComponent(password) + behind;
}
