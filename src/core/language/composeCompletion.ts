import type { ComposeService } from '../compose/project';
import { roleOf } from '../langfuse/roles';
import type { Completion } from './completion';
import type { NameIndex } from './nameIndex';
import { openReference, referenceCompletions } from './referenceCompletion';
import { stackMajor } from './stackMajor';
import { nameCompletion, namesFor, valuesFor } from './variableCompletion';
import { flowCollectionAt } from './flowCollection';
import type { YamlBlock } from './yamlBlock';
import { yamlBlockAt } from './yamlBlock';
import { lineStartAt } from '../text';

const KEY_SO_FAR = /^\s*(-\s+)?(["']?)([A-Za-z_]\w*)?$/;
/** Also within the default of a reference. */
const VALUE = /(["']?)(\$\{\w+:?-)?([^"'\s#,$[\]{}]*)$/.source;
const MAP_VALUE_SO_FAR = new RegExp(`^\\s*["']?([A-Za-z_]\\w*)["']?[ \\t]*:[ \\t]+${VALUE}`);
const LIST_VALUE_SO_FAR = new RegExp(`^\\s*(?:-\\s+)?["']?([A-Za-z_]\\w*)=${VALUE}`);
const REST_OF_VALUE = /^[^"'\s#,$[\]{}]*/;

/** Names and words in `environment`, and names in `${…}` wherever a value stands. */
export function composeCompletions(
  index: NameIndex,
  path: string,
  text: string,
  offset: number,
): readonly Completion[] {
  const line = text.slice(lineStartAt(text, offset), offset);
  if (isComment(line)) return [];
  const open = openReference(line);
  if (open !== undefined) return referenceCompletions(index, text, offset, open, () => true);

  const cursor = cursorAt(text, offset, line);
  const services = servicesAt(index, path, cursor.block);
  if (services.length === 0) return [];
  return names(index, cursor, services) ?? values(index, cursor, services);
}

/** Where something is being written. */
interface Cursor {
  readonly text: string;
  readonly offset: number;
  readonly block: YamlBlock;
  /** What stands before the cursor: of its line, or of its entry between brackets. */
  readonly before: string;
  readonly isFlow: boolean;
}

function cursorAt(text: string, offset: number, line: string): Cursor {
  const flow = flowCollectionAt(text, offset);
  if (flow === undefined)
    return { text, offset, block: yamlBlockAt(text, offset), before: line, isFlow: false };
  const before = text.slice(flow.entryStart, offset).replace(/(^|\s)#[^\n]*\n/g, '$1');
  return { text, offset, block: flow, before, isFlow: true };
}

function names(
  index: NameIndex,
  { text, offset, block: { siblings, style }, before, isFlow }: Cursor,
  services: readonly ComposeService[],
): readonly Completion[] | undefined {
  const match = KEY_SO_FAR.exec(before);
  if (match === null) return undefined;
  const [, dash, quote = '', typed = ''] = match;
  const [rest = ''] = /^\w*/.exec(text.slice(offset, offset + 200)) ?? [];
  const word = { start: offset - typed.length, end: offset + rest.length };
  const behind = text.slice(word.end, word.end + 20);
  const isItem = dash !== undefined || style === 'list';
  const hasSeparator = /^["']?[ \t]*[:=]/.test(behind);
  // An editor closes a quote at once: what goes on behind a key takes its place.
  const isClosed = !isItem && !hasSeparator && quote !== '' && behind.startsWith(quote);
  const span = isClosed ? { start: word.start, end: word.end + 1 } : word;
  const isNewItem = isItem && dash === undefined && !isFlow;
  const toText = (name: string): string => {
    if (hasSeparator) return name;
    return isItem ? `${isNewItem ? '- ' : ''}${name}=` : `${name}${quote}: `;
  };
  const major = stackMajor(index.stack.project);
  // What `.env` defines and nothing uses was put there to be passed on.
  const useful = hasSeparator ? [] : unusedNames(index, siblings);
  const passOn = (name: string): string => {
    // Between brackets a brace ends what stands without quotes.
    if (!isFlow || (isItem && quote !== '')) return `${toText(name)}\${${name}}`;
    return isItem ? `"${toText(name)}\${${name}}"` : `${toText(name)}"\${${name}}"`;
  };
  const first = useful.map((name) =>
    nameCompletion(name, undefined, major, {
      span,
      rank: 0,
      toText: passOn,
      detail: 'in .env, and used nowhere',
    }),
  );
  const taken = new Set([...siblings, ...useful]);
  const known = namesFor(rolesOf(services), major, { span, taken, rank: 1, toText });
  return [...first, ...known].map((completion) => ({ ...completion, takesAll: isClosed }));
}

function values(
  index: NameIndex,
  { text, offset, before, block: { style }, isFlow }: Cursor,
  services: readonly ComposeService[],
): readonly Completion[] {
  const map = MAP_VALUE_SO_FAR.exec(before);
  const isItem = isFlow ? style === 'list' : /^\s*-\s/.test(before);
  const list = isItem ? LIST_VALUE_SO_FAR.exec(before) : null;
  const [, name, quote, reference, typed = ''] = map ?? list ?? [];
  if (name === undefined) return [];
  const [rest = ''] = REST_OF_VALUE.exec(text.slice(offset, offset + 200)) ?? [];
  const span = { start: offset - typed.length, end: offset + rest.length };
  // Without quotes YAML reads a switch or a number of its own, which is not always the word that is written.
  const isPlain = map !== null && quote === '' && reference === undefined;
  const toText = (word: string) => (isPlain && isOfYaml(word) ? `'${word}'` : word);
  return valuesFor([name], rolesOf(services), stackMajor(index.stack.project), span, toText);
}

function unusedNames(index: NameIndex, siblings: ReadonlySet<string>): readonly string[] {
  return [...index.stack.project.envFile.keys()].filter(
    (name) => !siblings.has(name) && index.named(name).every(({ kind }) => kind === 'definition'),
  );
}

/** Services that the environment block around the cursor belongs to; none when it is no such block. */
function servicesAt(index: NameIndex, path: string, block: YamlBlock): readonly ComposeService[] {
  const { parents, span, siblings } = block;
  const { services } = index.stack.project;
  const [key, service, section] = parents;
  const own = key === 'environment' && section === 'services' ? services.get(service ?? '') : undefined;
  // A block behind an anchor is that of every service that uses it.
  const sharing = [...services.values()].filter((each) =>
    [...each.environment.values()].some(
      ({ name, source, origin }) =>
        source === 'environment' &&
        (siblings.has(name) || block.own === name) &&
        origin.path === path &&
        span.start <= origin.span.start &&
        origin.span.end <= span.end,
    ),
  );
  return own === undefined || sharing.includes(own) ? sharing : [own, ...sharing];
}

function rolesOf(services: readonly ComposeService[]) {
  return new Set(services.flatMap((service) => roleOf(service) ?? []));
}

function isOfYaml(word: string): boolean {
  return /^(?:true|false|yes|no|on|off|y|n|null|~|[-+.\d].*)$/i.test(word);
}

/** Whether a `#` outside of quotes stands before the end. */
function isComment(before: string): boolean {
  return /(?:^|\s)#/.test(before.replace(/"(?:\\.|[^"\\])*"|'(?:''|[^'])*'/g, ''));
}
