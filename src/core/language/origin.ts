import type { ContainerVariable, ProjectVariable } from '../compose/project';
import { escapeMarkdown } from '../markdown';
import type { NameIndex } from './nameIndex';
import type { PassThrough, Reference, StackFiles } from './nameUse';
import type { Places } from './places';
import { asCode } from './shownText';

/** Where a container's variable gets its value, as Markdown: `.env:9`, `the shell`, or the entry itself. */
export function originOfVariable(index: NameIndex, places: Places, variable: ContainerVariable): string {
  const { origin, passedOn, source } = variable;
  if (passedOn !== undefined) return originOfProjectVariable(places, passedOn);
  const own = escapeMarkdown(places.name(origin));
  if (source === 'env-file') return own;
  const references = index.referencesIn(origin);
  const [only] = references;
  if (only === undefined) return own;
  if (isWholeValue(index.stack, variable, only)) return sourceOf(index, places, only);
  const sources = new Set(references.map((reference) => sourceOf(index, places, reference)));
  return [own, ...[...sources].filter((each) => each !== own)].join(' with ');
}

/** Whether the value is one reference and nothing beside it but quotes and, in a list, the name. */
function isWholeValue({ texts }: StackFiles, variable: ContainerVariable, { whole }: Reference): boolean {
  const { span, path } = variable.valueOrigin;
  const text = texts.get(path) ?? '';
  const isListItem = span.start === variable.origin.span.start;
  const before = text.slice(span.start, whole.start).replace(/^["']/, '');
  const after = text.slice(whole.end, span.end);
  return before === (isListItem ? `${variable.name}=` : '') && /^["']?$/.test(after);
}

/** What a reference takes its value from, as Markdown. */
export function originOfReference(index: NameIndex, places: Places, use: Reference | PassThrough): string {
  if (use.kind === 'reference') return `${asCode(use.name)}: ${sourceOf(index, places, use)}`;
  const variable = index.stack.project.environment.get(use.name);
  return `${asCode(use.name)}: ${variable === undefined ? 'not set' : originOfProjectVariable(places, variable)}`;
}

export function originOfProjectVariable(places: Places, { source, origin }: ProjectVariable): string {
  return source === 'shell' || origin === undefined ? 'the shell' : escapeMarkdown(places.name(origin));
}

function sourceOf(index: NameIndex, places: Places, use: Reference): string {
  switch (use.resolved?.resolution) {
    case 'default':
      return `the default in ${escapeMarkdown(places.name(use))}`;
    case 'unset':
      return use.resolved.operator.endsWith('+') || use.resolved.operator === ''
        ? `${index.isPieceOfSecret(use) ? 'what follows its dollar' : asCode(use.name)} is not set`
        : 'nothing';
    case 'error':
      return `${asCode(use.name)} is missing`;
    case 'shell':
    case 'env-file':
    case undefined: {
      const variable = index.stack.project.environment.get(use.name);
      return variable === undefined
        ? escapeMarkdown(places.name(use))
        : originOfProjectVariable(places, variable);
    }
  }
}
