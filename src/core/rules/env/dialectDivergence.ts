import type { EnvAssignment } from '../../env/parse';
import { parseEnv } from '../../env/parse';
import { lineAround } from '../../text';
import type { Span } from '../../text';
import { fixOf, replaceAt } from '../edits';
import type { Finding, Rule } from '../rule';
import type { ProgramReader, StackContext } from '../stackContext';
import { plainText } from './envReferences';

/** `exact` are the rules that name the reason of a difference; where one of them speaks, this one is silent. */
export function createDialectDivergence(exact: readonly Rule[]): Rule {
  return {
    code: 'env/dialect-divergence',
    severity: 'info',
    summary: 'A program that loads the file itself reads another value than compose.',
    explanation:
      'There is no standard for env files. Programs that load `.env` themselves, such as those that use `dotenv` in Node or `python-dotenv`, differ from compose: `dotenv` begins a comment at every `#`, also inside a word or an address, keeps `\\"` and `\\t` as they are, and takes backticks for quotes. A script beside the stack then logs in with another password than the containers. Where both readers are asked here, they are compose\'s own dialect and `dotenv`; values with references are left out, since only compose replaces those. The fix writes the value so that both read what compose reads now.',
    *check(stack) {
      const divergent = [...divergences(stack)];
      if (divergent.length === 0) return;
      const explained = new Map<string, Span[]>();
      for (const rule of exact)
        for (const { at } of rule.check(stack))
          explained.set(at.path, [...(explained.get(at.path) ?? []), at.span]);
      for (const { at, item, finding } of divergent) {
        const isExplained = explained
          .get(at.path)
          ?.some(({ start, end }) => start < item.span.end && item.span.start < end);
        if (isExplained !== true) yield finding;
      }
    },
  };
}

interface Divergence {
  readonly at: Finding['at'];
  readonly item: EnvAssignment;
  readonly finding: Finding;
}

function* divergences(stack: StackContext): Iterable<Divergence> {
  const { readAsProgram } = stack;
  if (readAsProgram === undefined) return;
  for (const [path, { text, items, problems }] of stack.envDocuments) {
    // What compose does not read has no value to compare.
    if (problems.length > 0) continue;
    const values = readAsProgram(text);
    const counting = new Map(
      items.flatMap((item) => (item.kind === 'assignment' ? [[item.key.text, item] as const] : [])),
    );
    for (const [name, item] of counting) {
      const ours = plainText(item);
      const theirs = values[name];
      if (ours === undefined || ours === theirs || name === '') continue;
      const at = { path, span: item.value.span };
      const message =
        theirs === undefined
          ? `A program that loads this file itself, as dotenv does, does not find ${name}; compose does.`
          : `A program that loads this file itself, as dotenv does, reads another value of ${name} than compose.`;
      const written = endsItsLine(text, item) ? writtenForBoth(name, ours, readAsProgram) : undefined;
      const advice =
        written === undefined ? 'Write it in a way that both know.' : 'Write it so that both read the same.';
      yield {
        at,
        item,
        finding: {
          at,
          message: `${message} ${advice}`,
          fixes:
            written === undefined
              ? []
              : fixOf('Write it so that both read the same', [replaceAt(at, written)], 'offered'),
        },
      };
    }
  }
}

/** Whether nothing but a comment follows, which any form of the value keeps apart. */
function endsItsLine(text: string, { value }: EnvAssignment): boolean {
  const rest = text.slice(value.span.end, lineAround(text, value.span.end).end);
  return /^\s*$|^ +#/.test(rest);
}

/** The value in the first form that both readers take for it; undefined when there is none. */
function writtenForBoth(name: string, value: string, readAsProgram: ProgramReader): string | undefined {
  return [value, `'${value}'`, `"${value}"`].find((written) => {
    const line = `${name}=${written}\n`;
    const { items, problems } = parseEnv(line);
    const [item, ...others] = items.filter(({ kind }) => kind !== 'space');
    return (
      problems.length === 0 &&
      others.length === 0 &&
      item?.kind === 'assignment' &&
      plainText(item) === value &&
      readAsProgram(line)[name] === value
    );
  });
}
