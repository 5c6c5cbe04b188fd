import { percentDecoded } from '../percentDecoded';
import { isSecretName as looksSecret } from '../secretNames';
import { CATALOGUE_DATA } from './catalogueData';
import type { Role } from './roles';

/** A `flag` is compared by a start script, which takes any other word for "no"; a `bool` is refused unless exact. */
export type VariableType =
  | 'string'
  | 'bool'
  | 'flag'
  | 'enum'
  | 'int'
  | 'number'
  | 'url'
  | 'csv'
  | 'hex'
  | 'email'
  | 'date'
  | 'datetime';

/** What is known about one environment variable of Langfuse or of an image beside it. */
export interface CatalogueEntry {
  readonly name: string;
  /** The services that read it; empty for a name that nothing reads. */
  readonly readers: readonly Role[];
  readonly type: VariableType;
  readonly isSecret: boolean;
  /** The words that are accepted, case-sensitive; undefined when any text is. */
  readonly values: readonly string[] | undefined;
  readonly min: number | undefined;
  /** The bound itself is refused. */
  readonly above: number | undefined;
  readonly max: number | undefined;
  /** The first and the last major version of Langfuse that read it; undefined when all of 3 and 4 do. */
  readonly since: number | undefined;
  readonly until: number | undefined;
  /** Why nothing reads it: it was removed, never existed, or is passed by the official file to nobody. */
  readonly phantom: 'removed' | 'fictional' | 'ignored' | undefined;
  /** What reads it is no part of a Langfuse that one hosts oneself, or only with a licence. */
  readonly edition: 'cloud' | 'enterprise' | undefined;
  /** What holds in a major version of Langfuse when it is not set; undefined when nothing does or it is not known. */
  readonly defaultIn: (langfuseMajor: number | undefined) => string | undefined;
  /** The variable that does what this one seems to promise. */
  readonly instead: string | undefined;
  /** Variables without which this one does nothing. */
  readonly needs: readonly string[];
}

/** A stack names a few dozen of several hundred variables: their lines are parsed when the name is asked for. */
const entriesByName = new Map<string, readonly CatalogueEntry[]>();
let linesByName: ReadonlyMap<string, readonly string[]> | undefined;

/** Everything known under a name: usually one entry, several when different images read it. */
export function lookUp(name: string): readonly CatalogueEntry[] {
  const known = entriesByName.get(name);
  if (known !== undefined) return known;
  linesByName ??= indexByName(CATALOGUE_DATA);
  const lines = linesByName.get(name);
  if (lines === undefined) return [];
  const entries = lines.map(parseLine);
  entriesByName.set(name, entries);
  return entries;
}

/** Everything that a service of that role reads, in the order of the names. */
export function entriesFor(role: Role): readonly CatalogueEntry[] {
  linesByName ??= indexByName(CATALOGUE_DATA);
  return [...linesByName.keys()].flatMap(lookUp).filter(({ readers }) => readers.includes(role));
}

/** The entry for what a service of that role would read; undefined when it reads no such name. */
export function lookUpFor(role: Role, name: string): CatalogueEntry | undefined {
  return lookUp(name).find((entry) => entry.readers.includes(role));
}

/** Words and numbers, of which none is worth hiding. */
const OPEN_TYPES: ReadonlySet<VariableType> = new Set(['bool', 'flag', 'enum', 'int', 'number']);

/** For names of the catalogue alone, so that it stays small; they are asked for again and again. */
const secrecyByName = new Map<string, boolean>();

/** Whether values under this name must not be seen: the catalogue knows, or the name looks like it. */
export function isSecretName(name: string): boolean {
  const entries = lookUp(name);
  if (entries.length === 0) return looksSecret(name);
  const isSecret =
    secrecyByName.get(name) ??
    (entries.some((entry) => entry.isSecret) ||
      (looksSecret(name) && !entries.some(({ type }) => OPEN_TYPES.has(type))));
  secrecyByName.set(name, isSecret);
  return isSecret;
}

function indexByName(data: string): ReadonlyMap<string, readonly string[]> {
  const lines = new Map<string, string[]>();
  for (const line of data.split('\n')) {
    if (line === '') continue;
    const name = line.slice(0, line.indexOf(' '));
    const sameName = lines.get(name);
    if (sameName === undefined) lines.set(name, [line]);
    else sameName.push(line);
  }
  return lines;
}

const ROLES: readonly Role[] = ['web', 'worker', 'clickhouse', 'postgres', 'redis', 's3'];
const TYPES: readonly VariableType[] = [
  'string',
  'bool',
  'flag',
  'enum',
  'int',
  'number',
  'url',
  'csv',
  'hex',
  'email',
  'date',
  'datetime',
];
const PHANTOMS = ['removed', 'fictional', 'ignored'] as const;

function parseLine(line: string): CatalogueEntry {
  const [name = '', readers = '', typeWord, ...facts] = line.split(' ');
  const flags = new Set(facts);
  const fact = (key: string) =>
    facts.find((candidate) => candidate.startsWith(`${key}=`))?.slice(key.length + 1);
  const number = (key: string) => {
    const text = fact(key);
    return text === undefined ? undefined : Number(text);
  };
  const type = TYPES.find((candidate) => candidate === typeWord) ?? 'string';
  return {
    name,
    readers: ROLES.filter((role) => readers.split(',').includes(role)),
    type,
    isSecret: flags.has('secret'),
    values: fact('values')?.split('|') ?? (type === 'bool' ? ['true', 'false'] : undefined),
    min: number('min'),
    above: number('above'),
    max: number('max'),
    since: number('since'),
    until: number('until'),
    phantom: PHANTOMS.find((kind) => flags.has(kind)),
    edition: flags.has('cloud') ? 'cloud' : flags.has('ee') ? 'enterprise' : undefined,
    defaultIn: (langfuseMajor) =>
      percentDecoded((langfuseMajor === 3 ? fact('default3') : undefined) ?? fact('default') ?? '') ||
      undefined,
    instead: fact('instead'),
    needs: fact('also')?.split(',') ?? [],
  };
}
