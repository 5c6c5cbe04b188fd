import type { EnvAssignment } from '../../env/parse';
import { parseEnv } from '../../env/parse';
import { lineAround } from '../../text';
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
      const explained = new Set(
        exact.flatMap((rule) =>
          [...rule.check(stack)].map(({ at }) => lineKey(stack, at.path, at.span.start)),
        ),
      );
      for (const { path, item, finding } of divergent)
        if (!linesOf(stack, path, item).some((line) => explained.has(line))) yield finding;
    },
  };
}

function lineKey(stack: StackContext, path: string, offset: number): string {
  return `${path}:${lineAround(stack.texts.get(path) ?? '', offset).start}`;
}

function linesOf(stack: StackContext, path: string, { span, value }: EnvAssignment): readonly string[] {
  const text = stack.texts.get(path) ?? '';
  const newlines = [...text.slice(span.start, value.span.end).matchAll(/\n/g)];
  return [span.start, ...newlines.map(({ index }) => span.start + index + 1)].map((offset) =>
    lineKey(stack, path, offset),
  );
}

interface Divergence {
  readonly path: string;
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
      const theirs = Object.hasOwn(values, name) ? values[name] : undefined;
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
        path,
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
