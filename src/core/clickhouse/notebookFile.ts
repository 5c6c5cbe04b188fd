/**
 * The notebook on disk: plain SQL that any client can run. A line `-- %%` begins a cell, `-- %% [markdown]` one whose
 * lines are comments. Results are never written.
 *
 *     -- %% {"title":"Parts"}
 *     SELECT 1;
 *
 *     -- %% [markdown]
 *     -- ## Too many parts
 */
export interface NotebookFile {
  /** Byte order mark and blank lines before the first cell. */
  readonly prologue: string;
  readonly eol: '\n' | '\r\n';
  readonly cells: readonly NotebookCell[];
}

export interface NotebookCell {
  readonly kind: 'sql' | 'markdown';
  /** Lines end in LF, whatever the file has. */
  readonly source: string;
  /** How the file spells the cell; undefined for a new one. */
  readonly layout: CellLayout | undefined;
}

export interface CellLayout {
  /** The marker line without its end; empty for SQL before the first marker. */
  readonly marker: string;
  /** Line ends after the cell's text. */
  readonly gap: string;
  /** The exact spelling of a source that would otherwise be written differently. */
  readonly verbatim?: { readonly source: string; readonly body: string };
}

export type NotebookParse =
  | { readonly kind: 'notebook'; readonly notebook: NotebookFile }
  | { readonly kind: 'malformed'; readonly message: string };

const MARKER = /^-- %%(?:[ \t].*)?$/;
const LINE = /([^\r\n]*)(\r\n|\n|\r|$)/g;

interface Line {
  readonly text: string;
  readonly end: string;
}

interface Marker {
  readonly kind: 'sql' | 'markdown';
  /** How many lines belong to the cell at least; needed only where one of them looks like a marker. */
  readonly lineCount: number | undefined;
}

/** A broken file yields a message, so that it can be refused rather than saved over. */
export function parseNotebook(text: string): NotebookParse {
  const malformed = (line: number, problem: string): NotebookParse => ({
    kind: 'malformed',
    message: `Line ${line + 1} ${problem} Open the file as text to repair it.`,
  });
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const lines = splitLines(text.slice(mark.length));
  const eol = lines[0]?.end === '\r\n' ? '\r\n' : '\n';
  const cells: NotebookCell[] = [];
  let prologue = mark;
  let at = 0;

  const first = countUntilMarker(lines, 0);
  const opening = joinLines(lines.slice(0, first));
  if (opening.trim() === '') prologue += opening;
  else cells.push(parseCell({ kind: 'sql', marker: '' }, lines.slice(0, first), eol));
  at = first;

  for (let line = lines[at]; line !== undefined; line = lines[at]) {
    const marker = parseMarker(line.text);
    if (typeof marker === 'string') return malformed(at, marker);
    const start = at + 1;
    const fixed = marker.lineCount ?? 0;
    const body = lines.slice(start, start + fixed + countUntilMarker(lines, start + fixed));
    if (marker.kind === 'markdown') {
      const bare = body.findIndex(
        ({ text: bodyText }) => bodyText.trim() !== '' && !bodyText.startsWith('--'),
      );
      if (bare >= 0) return malformed(start + bare, 'belongs to a Markdown cell but is not a comment.');
    }
    cells.push(parseCell({ kind: marker.kind, marker: line.text + line.end }, body, eol));
    at = start + body.length;
  }
  return { kind: 'notebook', notebook: { prologue, eol, cells } };
}

/** The inverse of `parseNotebook`: what was not edited is written as it was, byte by byte. */
export function serializeNotebook({ prologue, eol, cells }: NotebookFile): string {
  let text = prologue;
  // The first marker needs a line of its own, as every other.
  if (cells.length > 0 && !/^\uFEFF?$|[\r\n]$/.test(text)) text += eol;
  cells.forEach((cell, index) => {
    const isLast = index === cells.length - 1;
    text += serializeCell(cell, { eol, isFirst: index === 0, isLast });
  });
  return text;
}

function serializeCell(
  { kind, source, layout }: NotebookCell,
  { eol, isFirst, isLast }: { eol: string; isFirst: boolean; isLast: boolean },
): string {
  const body = unchangedBody(kind, source, layout) ?? encode(kind, source, eol);
  const mayOmitMarker = isFirst && kind === 'sql' && source.trim() !== '' && !looksMarked(splitLines(body));
  let marker = layout === undefined || (layout.marker === '' && !mayOmitMarker) ? '-- %%' : layout.marker;
  let gap = layout?.gap ?? eol + (isLast ? '' : eol);
  if (marker !== '') marker = fitMarker(marker, kind, { body, gap, isLast });
  if (marker !== '' && !/[\r\n]$/.test(marker) && (body !== '' || gap !== '' || !isLast)) marker += eol;
  // Side by side, a lone CR and the LF of an empty first line would be one line end.
  if (marker.endsWith('\r') && body.startsWith('\n')) marker = marker.slice(0, -1) + eol;
  // The next marker needs a line of its own.
  if (!isLast && !/[\r\n]$/.test(marker + body + gap)) gap += eol;
  return marker + body + gap;
}

/** The body as the file spells it; undefined for a cell of another text or kind, and where the spelling is our own. */
function unchangedBody(
  kind: NotebookCell['kind'],
  source: string,
  layout: CellLayout | undefined,
): string | undefined {
  if (layout?.verbatim?.source !== source) return undefined;
  const spelled = parseMarker(withoutEnd(layout.marker));
  return typeof spelled === 'object' && spelled.kind === kind ? layout.verbatim.body : undefined;
}

/** The marker, saying the cell's kind and its length where a line of it would be taken for a marker. */
function fitMarker(
  marker: string,
  kind: NotebookCell['kind'],
  { body, gap, isLast }: { body: string; gap: string; isLast: boolean },
): string {
  const spelled = parseMarker(withoutEnd(marker));
  if (typeof spelled !== 'string' && spelled.kind === kind) {
    const lines = splitLines(body + gap);
    const { lineCount = 0 } = spelled;
    if ((isLast || lineCount <= lines.length) && !looksMarked(lines.slice(lineCount))) return marker;
  }
  const end = /[\r\n]*$/.exec(marker)?.[0] ?? '';
  const json = attributesOf(marker);
  delete json['lines'];
  const lines = splitLines(body);
  if (looksMarked(lines)) json['lines'] = lines.length;
  const attributes = Object.keys(json).length === 0 ? '' : ` ${JSON.stringify(json)}`;
  return `-- %%${kind === 'markdown' ? ' [markdown]' : ''}${attributes}${end}`;
}

function withoutEnd(line: string): string {
  return line.replace(/[\r\n]+$/, '');
}

function looksMarked(lines: readonly Line[]): boolean {
  return lines.some(({ text }) => MARKER.test(text));
}

function parseCell(
  { kind, marker }: { kind: NotebookCell['kind']; marker: string },
  lines: readonly Line[],
  eol: string,
): NotebookCell {
  const whole = joinLines(lines);
  const gap = /(?:\r\n|\n|\r)*$/.exec(whole)?.[0] ?? '';
  const body = whole.slice(0, whole.length - gap.length);
  const source = decode(kind, body);
  const isCanonical = encode(kind, source, eol) === body;
  const layout: CellLayout = isCanonical ? { marker, gap } : { marker, gap, verbatim: { source, body } };
  return { kind, source, layout };
}

function decode(kind: NotebookCell['kind'], body: string): string {
  const lines = body.split(/\r\n|\n|\r/);
  return (kind === 'sql' ? lines : lines.map((line) => line.replace(/^-- ?/, ''))).join('\n');
}

function encode(kind: NotebookCell['kind'], source: string, eol: string): string {
  if (kind === 'sql') return source.replaceAll('\n', eol);
  if (source === '') return '';
  return source
    .split('\n')
    .map((line) => (line === '' ? '--' : `-- ${line}`))
    .join(eol);
}

/** The marker's meaning, or what is wrong with it. */
function parseMarker(line: string): Marker | string {
  const rest = line.slice('-- %%'.length).trim();
  const kindWord = /^\[([^\]]*)\]/.exec(rest);
  const kind = kindWord?.[1] ?? 'sql';
  if (kind !== 'sql' && kind !== 'markdown') return `begins a cell of the unknown kind "${kind}".`;
  const attributes = rest.slice(kindWord?.[0].length ?? 0).trim();
  if (!attributes.startsWith('{')) return { kind, lineCount: undefined };
  const json = parseObject(attributes);
  if (json === undefined) return 'has a cell marker whose JSON cannot be read.';
  const { lines } = json;
  return {
    kind,
    lineCount: typeof lines === 'number' && Number.isInteger(lines) && lines > 0 ? lines : undefined,
  };
}

function attributesOf(marker: string): Record<string, unknown> {
  const start = marker.indexOf('{');
  return start < 0 ? {} : (parseObject(marker.slice(start)) ?? {});
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function countUntilMarker(lines: readonly Line[], from: number): number {
  const marker = lines.findIndex((line, index) => index >= from && MARKER.test(line.text));
  return (marker < 0 ? lines.length : marker) - from;
}

function splitLines(text: string): Line[] {
  return Array.from(text.matchAll(LINE), (match) => ({ text: match[1] ?? '', end: match[2] ?? '' })).filter(
    (line) => line.text !== '' || line.end !== '',
  );
}

function joinLines(lines: readonly Line[]): string {
  return lines.map((line) => line.text + line.end).join('');
}
