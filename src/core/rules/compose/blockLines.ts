import { lineStartAt } from '../../text';
import type { Span, TextEdit } from '../../text';

/** The lines of an entry that is written in block style: its own, and those below it that are indented more. */
interface Block extends Span {
  readonly indent: number;
}

/** Undefined when something else stands in front of the offset on its line. */
function blockAt(text: string, offset: number): Block | undefined {
  const start = lineStartAt(text, offset);
  const indent = offset - start;
  if (text.slice(start, offset).trim() !== '') return undefined;
  let end = lineEnd(text, offset);
  for (let next = end; next < text.length;) {
    const nextEnd = lineEnd(text, next);
    const line = text.slice(next, nextEnd);
    const isBlank = line.trim() === '';
    if (!isBlank && indentOf(line) <= indent) break;
    if (!isBlank) end = nextEnd;
    next = nextEnd;
  }
  return { start, end, indent };
}

/** The edits that move an entry out of the mappings around it, to behind the one that is so many levels further out. */
export function moveOut(text: string, offset: number, levels: number): readonly TextEdit[] | undefined {
  const block = blockAt(text, offset);
  let outer = block;
  for (let level = 0; level < levels && outer !== undefined; level++) outer = parentOf(text, outer);
  if (block === undefined || outer === undefined) return undefined;
  const lines = text.slice(block.start, block.end).split('\n');
  const cut = block.indent - outer.indent;
  const moved = lines.map((line) => line.slice(Math.min(cut, indentOf(line)))).join('\n');
  if (outer.end === block.end) return [{ span: block, newText: moved }];
  return [
    { span: { start: block.start, end: block.end }, newText: '' },
    { span: { start: outer.end, end: outer.end }, newText: moved },
  ];
}

/** The edits that move an entry into the mapping above it, beside what that holds. */
export function moveIn(text: string, offset: number): readonly TextEdit[] | undefined {
  const block = blockAt(text, offset);
  if (block === undefined) return undefined;
  let inner: number | undefined;
  for (let end = block.start; end > 0;) {
    const start = lineStartAt(text, end - 1);
    const line = text.slice(start, end);
    const isEntry = line.trim() !== '' && !/^\s*#/.test(line);
    if (isEntry && indentOf(line) <= block.indent) break;
    if (isEntry) inner = indentOf(line);
    end = start;
  }
  if (inner === undefined) return undefined;
  const newText = ' '.repeat(inner - block.indent);
  const lines = text.slice(block.start, block.end).matchAll(/^(?=.*\S)/gm);
  return Array.from(lines, ({ index }) => {
    const at = block.start + index;
    return { span: { start: at, end: at }, newText };
  });
}

function parentOf(text: string, { start, indent }: Block): Block | undefined {
  for (let end = start; end > 0;) {
    const lineStart = lineStartAt(text, end - 1);
    const line = text.slice(lineStart, end);
    const isEntry = line.trim() !== '' && !/^\s*#/.test(line);
    if (isEntry && indentOf(line) < indent) return blockAt(text, lineStart + indentOf(line));
    end = lineStart;
  }
  return undefined;
}

/** Where an earlier line has the same key at the same indentation, in the same mapping. */
export function earlierKey(text: string, offset: number): number | undefined {
  const block = blockAt(text, offset);
  const key = /^[^\s:]+/.exec(text.slice(offset, offset + 200))?.[0];
  if (block === undefined || key === undefined) return undefined;
  for (let end = block.start; end > 0;) {
    const lineStart = lineStartAt(text, end - 1);
    const line = text.slice(lineStart, end);
    const indent = indentOf(line);
    if (line.trim() !== '' && indent < block.indent) return undefined;
    if (indent === block.indent && line.startsWith(`${key}:`, indent)) return lineStart + indent;
    end = lineStart;
  }
  return undefined;
}

function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}

function indentOf(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}
