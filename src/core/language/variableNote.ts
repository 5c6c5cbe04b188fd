import type { CatalogueEntry, VariableType } from '../langfuse/catalogue';
import { lookUp } from '../langfuse/catalogue';
import { noteOf } from '../langfuse/noteOf';
import type { Role } from '../langfuse/roles';
import { escapeMarkdown } from '../markdown';
import { asCode } from './shownText';

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  web: 'Langfuse web',
  worker: 'Langfuse worker',
  clickhouse: 'ClickHouse',
  postgres: 'Postgres',
  redis: 'Redis',
  s3: 'MinIO',
};

const TYPE_NAMES: Readonly<Record<VariableType, string>> = {
  string: 'text',
  bool: 'switch',
  flag: 'switch of the start script',
  enum: 'choice',
  int: 'whole number',
  number: 'number',
  url: 'URL',
  csv: 'list with commas',
  hex: 'hexadecimal digits',
  email: 'e-mail address',
  date: 'date',
  datetime: 'date and time',
};

/** Within a paragraph of Markdown. */
const LINE_BREAK = '  \n';

/** What is known about the variable of a container, as paragraphs of Markdown; empty for a name that nobody knows. */
export function variableNotes(
  name: string,
  receivers: ReadonlySet<Role>,
  langfuseMajor: number | undefined,
): readonly string[] {
  const entries = lookUp(name);
  const relevant = entries.filter(({ readers }) => readers.some((role) => receivers.has(role)));
  const shown = relevant.length > 0 ? relevant : entries;
  return [...shown.map((entry) => describeEntry(entry, langfuseMajor)), ...ignoredBy(entries, receivers)];
}

/** What it does, who reads it, what it takes, and what holds without it. */
export function describeEntry(entry: CatalogueEntry, langfuseMajor: number | undefined): string {
  const note = noteOf(entry);
  const facts = describeFacts(entry, langfuseMajor);
  const text = note === undefined ? [] : [escapeMarkdown(note)];
  if (entry.readers.length === 0) return [facts, ...text].join(LINE_BREAK);
  return [...text, `Read by ${joinNames(namesOf(entry.readers))} · ${facts}`].join(LINE_BREAK);
}

function describeFacts(entry: CatalogueEntry, langfuseMajor: number | undefined): string {
  if (entry.phantom !== undefined || entry.readers.length === 0) return describePhantom(entry);
  const fallback = entry.isSecret ? undefined : entry.defaultIn(langfuseMajor);
  const facts = [
    entry.isSecret ? 'secret' : undefined,
    entry.values === undefined ? typeOf(entry) : joinNames(entry.values.map(asCode), 'or'),
    fallback === undefined ? undefined : defaultsOf(entry, fallback),
    entry.needs.length === 0 ? undefined : `only with ${joinNames(entry.needs.map(asCode))}`,
    versionsOf(entry, langfuseMajor),
    editionOf(entry),
  ];
  return facts.filter((fact) => fact !== undefined).join(' · ');
}

/** A variable's kind in a word or two, for a list. */
export function typeOf({ type, min, above, max }: CatalogueEntry): string {
  if (type === 'string' || type === 'hex') return `${TYPE_NAMES[type]}${lengthOf(min, max)}`;
  const bounds = [
    min === undefined ? undefined : `at least ${min}`,
    above === undefined ? undefined : `more than ${above}`,
    max === undefined ? undefined : `at most ${max}`,
  ];
  return [TYPE_NAMES[type], ...bounds.filter((bound) => bound !== undefined)].join(', ');
}

function lengthOf(min: number | undefined, max: number | undefined): string {
  if (min === undefined || min <= 1) return '';
  return min === max ? `, exactly ${min} characters` : `, at least ${min} characters`;
}

function describePhantom({ phantom, instead }: CatalogueEntry): string {
  const why = {
    removed: 'Langfuse no longer reads this variable',
    fictional: 'Langfuse has no such variable',
    ignored: 'Langfuse does not read this variable',
  }[phantom ?? 'ignored'];
  return instead === undefined ? `${why}.` : `${why}. Use ${escapeMarkdown(instead)}.`;
}

/** The default, and that of version 3 where an upgrade changes it. */
function defaultsOf(entry: CatalogueEntry, fallback: string): string {
  const before = entry.defaultIn(3);
  const changed = before === undefined || before === fallback ? '' : ` (${asCode(before)} in Langfuse 3)`;
  return `default ${asCode(fallback)}${changed}`;
}

function versionsOf({ since, until }: CatalogueEntry, major: number | undefined): string | undefined {
  if (since !== undefined)
    return major !== undefined && major < since
      ? `**not before Langfuse ${since}**`
      : `since Langfuse ${since}`;
  if (until === undefined) return undefined;
  return major !== undefined && major > until ? `**not after Langfuse ${until}**` : `up to Langfuse ${until}`;
}

function editionOf({ edition }: CatalogueEntry): string | undefined {
  switch (edition) {
    case 'cloud':
      return 'only in Langfuse Cloud';
    case 'enterprise':
      return 'enterprise edition';
    case undefined:
      return undefined;
  }
}

/** Langfuse's services that get a variable which only the other kind of service reads. */
function* ignoredBy(entries: readonly CatalogueEntry[], receivers: ReadonlySet<Role>): Iterable<string> {
  const readers = new Set(entries.flatMap((entry) => entry.readers));
  for (const role of ['web', 'worker'] as const) {
    const other = role === 'web' ? 'worker' : 'web';
    if (receivers.has(role) && !readers.has(role) && readers.has(other))
      yield `${ROLE_NAMES[role]} ignores it.`;
  }
}

function namesOf(roles: readonly Role[]): readonly string[] {
  const isBoth = roles.includes('web') && roles.includes('worker');
  const others = roles.filter((role) => !isBoth || (role !== 'web' && role !== 'worker'));
  return [...(isBoth ? ['Langfuse'] : []), ...others.map((role) => ROLE_NAMES[role])];
}

function joinNames(names: readonly string[], word: 'and' | 'or' = 'and'): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1) ?? ''}`;
}
