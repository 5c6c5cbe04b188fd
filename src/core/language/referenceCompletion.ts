import type { ProjectVariable } from '../compose/project';
import type { Span } from '../text';
import type { Completion } from './completion';
import type { NameIndex } from './nameIndex';
import { originOfProjectVariable } from './origin';
import { Places } from './places';
import { shortText, valueAsMarkdown } from './shownText';

/** A `$`, which is no second half of `$$`, and what is typed of a name behind it. */
const OPEN_REFERENCE = /(?:^|[^$])(?:\$\$)*(\$(\{?)([A-Za-z_]\w*)?)$/;

/** The reference that is being typed at the end of a text. */
export interface OpenReference {
  readonly isBraced: boolean;
  /** What is typed of the name. */
  readonly typed: string;
}

export function openReference(before: string): OpenReference | undefined {
  const match = OPEN_REFERENCE.exec(before);
  return match === null ? undefined : { isBraced: match[2] === '{', typed: match[3] ?? '' };
}

/** Names that a reference can take: what `.env` defines, and what other references name in vain. */
export function referenceCompletions(
  index: NameIndex,
  text: string,
  offset: number,
  { isBraced, typed }: OpenReference,
  isVisible: (variable: ProjectVariable) => boolean,
): readonly Completion[] {
  const { project, texts } = index.stack;
  const places = new Places(texts);
  const after = /^\w*/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  const span: Span = { start: offset - typed.length, end: offset + after.length };
  const isClosed = /^[}:?+-]/.test(text.slice(span.end));
  const toText = (name: string) => (isBraced && !isClosed ? `${name}}` : name);
  const base = { kind: 'variable', span, asksForValue: false } as const;

  const defined = [...project.envFile.values()].filter(isVisible).map((fromFile): Completion => {
    const { name } = fromFile;
    const variable = project.environment.get(name) ?? fromFile;
    const origin = originOfProjectVariable(places, variable);
    const detail = variable.value === undefined ? 'not set' : shortText(variable.value, 40);
    const documentation = `${valueAsMarkdown(variable.value)} · ${origin}`;
    return { ...base, label: name, detail, documentation, newText: toText(name), rank: 0 };
  });
  const missing = new Set(
    project.references.map(({ name }) => name).filter((name) => !project.environment.has(name)),
  );
  const undefinedOnes = [...missing]
    .filter((name) => name !== typed)
    .map((name): Completion => ({
      ...base,
      label: name,
      detail: 'not set',
      documentation: 'Compose files name this variable; nothing sets it.',
      newText: toText(name),
      rank: 1,
    }));
  return [...defined, ...undefinedOnes];
}
