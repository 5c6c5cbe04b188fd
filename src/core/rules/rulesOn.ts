import { rules } from './all';

/** Their pages are about how files are read, and name variables only as examples. */
const ABOUT_FORM = /^(?:env|compose|xref|runtime)\//;

let codesByName: ReadonlyMap<string, readonly string[]> | undefined;

/** The codes of rules whose page is about a variable, those first that are about little else. */
export function rulesOn(name: string): readonly string[] {
  codesByName ??= indexByName();
  return codesByName.get(name) ?? [];
}

function indexByName(): ReadonlyMap<string, readonly string[]> {
  const pages = rules
    .filter(({ code }) => !ABOUT_FORM.test(code))
    .map(({ code, summary, explanation }) => ({ code, names: namesIn(`${summary} ${explanation}`) }))
    .sort((a, b) => a.names.size - b.names.size);
  const codes = new Map<string, string[]>();
  for (const { code, names } of pages)
    for (const name of names) codes.set(name, [...(codes.get(name) ?? []), code]);
  return codes;
}

function namesIn(text: string): ReadonlySet<string> {
  return new Set(text.match(/\b[A-Z][A-Z\d]*(?:_[A-Z\d]+)+\b|\b(?:SALT|TZ|HOSTNAME)\b/g));
}
