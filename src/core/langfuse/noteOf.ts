import type { CatalogueEntry } from './catalogue';
import { CATALOGUE_NOTES } from './catalogueNotes';

interface Notes {
  /** By `NAME` or `NAME@role`. */
  readonly byName: ReadonlyMap<string, string>;
  readonly byPattern: readonly (readonly [RegExp, string])[];
}

let notes: Notes | undefined;

/** What a variable does for those who read it, as plain text. Undefined where no more is known than the entry says. */
export function noteOf({ name, readers }: CatalogueEntry): string | undefined {
  notes ??= readNotes(CATALOGUE_NOTES);
  const { byName, byPattern } = notes;
  const keys = [...readers.map((role) => `${name}@${role}`), name];
  const own = keys.map((key) => byName.get(key)).find((note) => note !== undefined);
  // What nothing reads may still look like its successors.
  if (own !== undefined || readers.length === 0) return own;
  return byPattern.find(([pattern]) => pattern.test(name))?.[1];
}

function readNotes(data: string): Notes {
  const byName = new Map<string, string>();
  const byPattern: [RegExp, string][] = [];
  for (const line of data.trim().split('\n')) {
    const key = line.slice(0, line.indexOf(' '));
    const note = line.slice(key.length + 1);
    if (key.includes('*')) byPattern.push([new RegExp(`^${key.replaceAll('*', '\\w+')}$`), note]);
    else byName.set(key, note);
  }
  return { byName, byPattern };
}
