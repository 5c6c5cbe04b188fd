import { splitWords } from '../../compose/splitWords';
import type { ComposeService, Leaf, VariableReference } from '../../compose/project';
import type { Fix } from '../../diagnostic';
import { reveal } from '../../secret';
import type { Value } from '../../secret';
import type { Location } from '../../text';
import { fixOf, replaceAt } from '../edits';
import { placeOfValue, referencesIn, textOf } from '../reading';
import type { Finding, Rule } from '../rule';
import type { StackContext } from '../stackContext';

export const commandWordSplit: Rule = {
  code: 'compose/command-word-split',
  severity: 'warning',
  summary: 'A value falls apart, or loses characters, in a command that is written as one text.',
  explanation:
    'Compose replaces the variables of `command` and `entrypoint` first and splits the text into words afterwards. A blank in the value makes two words of it, quotes and backslashes vanish, and from a `;`, `&`, `|`, `<` or `>` on everything is dropped: `redis-server --requirepass ${REDIS_AUTH}` then sets another password than the one that Langfuse uses. In the list form each item stays one word, whatever the value holds.',
  *check(stack) {
    for (const service of stack.project.services.values()) {
      yield* checkWords(stack, service, 'command', service.command);
      yield* checkWords(stack, service, 'entrypoint', service.entrypoint);
    }
  },
};

function* checkWords(
  stack: StackContext,
  service: ComposeService,
  key: string,
  words: Leaf<readonly Value[]> | undefined,
): Iterable<Finding> {
  if (words === undefined) return;
  const place = placeOfValue(stack, words.origin);
  const written = textOf(stack, place);
  // A list, and a text with escapes of its own, are not what this is about.
  if (/^[[-]/.test(written) || written.startsWith('"')) return;
  const broken = referencesIn(stack, place).filter((reference) =>
    isBroken(stack, reference, written, place.span.start),
  );
  for (const { name, path, span } of broken)
    yield {
      at: { path, span },
      message: `${name} holds a blank, a quote or the like, so "${key}" of ${service.name} gets other words than are meant. Write it as a list.`,
      fixes: inListForm(place, written),
    };
}

/** Whether the value, alone and outside of quotes, is another thing than one word with the same letters. */
function isBroken(
  stack: StackContext,
  { name, operator, resolution, span }: VariableReference,
  written: string,
  start: number,
): boolean {
  const value = stack.project.environment.get(name)?.value;
  if (value === undefined || operator.endsWith('+') || resolution === 'default') return false;
  const before = written.slice(0, span.start - start);
  const quotes = before.replace(/\\./g, '').match(/["']/g) ?? [];
  const quote = quotes.length % 2 === 1 ? (quotes.at(-1) ?? '') : '';
  const text = reveal(value);
  if (text === '') return false;
  const words = splitWords(quote + text + quote);
  return words?.length !== 1 || words.map(reveal).join('') !== text;
}

function inListForm({ path, span }: Location, written: string): readonly Fix[] {
  const text = written.replace(/^[>|][-+]?[ \t]*\r?\n/, '').trim();
  // What needs thought when it is split is left to the operator; so is an anchor's text.
  if (/["'\\;&|<>#[\]]|^[&*!]/.test(text.replace(/\$\{[^{}\s]*\}/g, ''))) return [];
  if (/\$\{[^{}]*\s[^{}]*\}/.test(text)) return [];
  const items = text.split(/\s+/).map((word) => `'${word.replaceAll("'", "''")}'`);
  const end = span.start + written.trimEnd().length;
  return fixOf('Write it as a list', [
    replaceAt({ path, span: { start: span.start, end } }, `[${items.join(', ')}]`),
  ]);
}
