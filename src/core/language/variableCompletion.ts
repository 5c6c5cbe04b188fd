import type { CatalogueEntry } from '../langfuse/catalogue';
import { entriesFor, lookUp } from '../langfuse/catalogue';
import type { Role } from '../langfuse/roles';
import type { Span } from '../text';
import type { Completion } from './completion';
import { describeEntry, typeOf } from './variableNote';

export interface NameOffer {
  readonly span: Span;
  /** Names that are there already. */
  readonly taken: ReadonlySet<string>;
  readonly rank: number;
  readonly toText: (name: string) => string;
  /** In place of what the catalogue says in one word. */
  readonly detail?: string;
}

/** Every variable that services of these roles read. */
export function namesFor(
  roles: ReadonlySet<Role>,
  langfuseMajor: number | undefined,
  offer: NameOffer,
): readonly Completion[] {
  const completions = new Map<string, Completion>();
  for (const entry of [...roles].flatMap((role) => entriesFor(role))) {
    if (offer.taken.has(entry.name) || completions.has(entry.name) || !isOffered(entry, langfuseMajor))
      continue;
    completions.set(entry.name, nameCompletion(entry.name, entry, langfuseMajor, offer));
  }
  return [...completions.values()];
}

/** A name by itself, with what the catalogue knows of it. */
export function nameCompletion(
  name: string,
  entry: CatalogueEntry | undefined,
  langfuseMajor: number | undefined,
  { span, rank, toText, detail }: Omit<NameOffer, 'taken'>,
): Completion {
  const fallback = entry?.isSecret === false ? entry.defaultIn(langfuseMajor) : undefined;
  const kind = entry === undefined ? '' : entry.isSecret ? 'secret' : (fallback ?? typeOf(entry));
  return {
    label: name,
    kind: 'variable',
    detail: detail ?? kind,
    documentation: entry === undefined ? '' : describeEntry(entry, langfuseMajor),
    newText: toText(name),
    span,
    rank,
    asksForValue: entry !== undefined && wordsOf(entry).length > 0,
  };
}

/** The words that are accepted under any of these names by services of these roles. */
export function valuesFor(
  names: Iterable<string>,
  roles: ReadonlySet<Role>,
  langfuseMajor: number | undefined,
  span: Span,
  toText: (word: string) => string,
): readonly Completion[] {
  const completions = new Map<string, Completion>();
  for (const name of names) {
    const entries = lookUp(name).filter(({ readers }) => readers.length > 0);
    const relevant = entries.filter(({ readers }) => readers.some((role) => roles.has(role)));
    for (const entry of relevant.length > 0 ? relevant : entries) {
      const fallback = entry.defaultIn(langfuseMajor);
      for (const [rank, word] of wordsOf(entry).entries()) {
        completions.set(word, {
          label: word,
          kind: 'value',
          detail: word === fallback ? 'default' : '',
          documentation: describeEntry(entry, langfuseMajor),
          newText: toText(word),
          span,
          rank,
          asksForValue: false,
        });
      }
    }
  }
  return [...completions.values()];
}

function wordsOf({ values, type }: CatalogueEntry): readonly string[] {
  return values ?? (type === 'flag' ? ['true', 'false'] : []);
}

function isOffered({ since, until, edition }: CatalogueEntry, major: number | undefined): boolean {
  if (edition === 'cloud') return false;
  return major === undefined || ((since ?? 0) <= major && major <= (until ?? Infinity));
}
