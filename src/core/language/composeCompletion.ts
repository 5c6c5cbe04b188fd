import type { ComposeService } from '../compose/project';
import { roleOf } from '../langfuse/roles';
import type { Completion } from './completion';
import type { NameIndex } from './nameIndex';
import { openReference, referenceCompletions } from './referenceCompletion';
import { stackMajor } from './stackMajor';
import { nameCompletion, namesFor, valuesFor } from './variableCompletion';
import type { YamlBlock } from './yamlBlock';
import { yamlBlockAt } from './yamlBlock';
import { lineStartAt } from '../text';

const KEY_SO_FAR = /^\s*(-\s+)?(["']?)([A-Za-z_]\w*)?$/;
const MAP_VALUE_SO_FAR = /^\s*["']?([A-Za-z_]\w*)["']?[ \t]*:[ \t]+(["']?)([^"'\s#]*)$/;
const LIST_VALUE_SO_FAR = /^\s*-\s+(["']?)([A-Za-z_]\w*)=([^"'\s#]*)$/;

/** Names and words in `environment`, and names in `${…}` wherever a value stands. */
export function composeCompletions(
  index: NameIndex,
  path: string,
  text: string,
  offset: number,
): readonly Completion[] {
  const before = text.slice(lineStartAt(text, offset), offset);
  if (isComment(before)) return [];
  const open = openReference(before);
  if (open !== undefined) return referenceCompletions(index, text, offset, open, () => true);

  const block = yamlBlockAt(text, offset);
  const services = servicesAt(index, path, block);
  if (services.length === 0) return [];
  return names(index, text, offset, before, block, services) ?? values(index, text, offset, before, services);
}

function names(
  index: NameIndex,
  text: string,
  offset: number,
  before: string,
  { siblings, style }: YamlBlock,
  services: readonly ComposeService[],
): readonly Completion[] | undefined {
  const match = KEY_SO_FAR.exec(before);
  if (match === null) return undefined;
  const [, dash, quote = '', typed = ''] = match;
  const rest = /^\w*/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  const span = { start: offset - typed.length, end: offset + rest.length };
  const behind = text.slice(span.end, span.end + 20);
  const hasSeparator = /^["']?[ \t]*[:=]/.test(behind);
  const isNewItem = dash === undefined && style === 'list';
  const toText = (name: string): string => {
    if (hasSeparator) return name;
    if (isNewItem) return `- ${name}=`;
    return dash === undefined ? `${name}${quote}: ` : `${name}=`;
  };
  const roles = rolesOf(services);
  const major = stackMajor(index.stack.project);
  // What `.env` defines and nothing uses was put there to be passed on.
  const useful = hasSeparator ? [] : unusedNames(index, siblings);
  const passOn = (name: string) => `${toText(name)}\${${name}}`;
  const first = useful.map((name) =>
    nameCompletion(name, undefined, major, {
      span,
      rank: 0,
      toText: passOn,
      detail: 'in .env, and used nowhere',
    }),
  );
  const taken = new Set([...siblings, ...useful]);
  return [...first, ...namesFor(roles, major, { span, taken, rank: 1, toText })];
}

function values(
  index: NameIndex,
  text: string,
  offset: number,
  before: string,
  services: readonly ComposeService[],
): readonly Completion[] {
  const map = MAP_VALUE_SO_FAR.exec(before);
  const list = LIST_VALUE_SO_FAR.exec(before);
  const [, name = '', quote = '', typed = ''] = map ?? [undefined, list?.[2], list?.[1], list?.[3]];
  if (name === '') return [];
  const rest = /^[^"'\s#]*/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  const span = { start: offset - typed.length, end: offset + rest.length };
  // Without quotes YAML reads a switch or a number of its own, which is not always the word that is written.
  const toText = (word: string) => (map !== null && quote === '' && isOfYaml(word) ? `'${word}'` : word);
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
