/** What a table cell shows. Null is SQL's NULL; a text keeps every digit the server wrote. */
export type CellValue = string | null;

const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const QUOTE = 0x22;

/**
 * Splits a line such as `["a", 18446744073709551615, [1,2]]` into the source text of its cells, so that no number
 * is ever rounded and no object key reordered. Undefined when the line is not one whole JSON array.
 */
export function splitCells(line: string): string[] | undefined {
  if (!line.startsWith('[')) return undefined;
  const cells: string[] = [];
  let depth = 0;
  let start = 1;
  for (let at = 1; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(line, at);
    } else if (code === 0x5b || code === 0x7b) {
      depth++;
    } else if (code === 0x5d || code === 0x7d) {
      if (depth > 0) {
        depth--;
      } else {
        if (line.slice(at + 1).trim() !== '') return undefined;
        const last = line.slice(start, at).trim();
        if (last !== '' || cells.length > 0) cells.push(last);
        return cells;
      }
    } else if (code === COMMA && depth === 0) {
      cells.push(line.slice(start, at).trim());
      start = at + 1;
    }
  }
  return undefined;
}

/** The offset of the closing quote, or the line's length. */
function endOfString(line: string, opening: number): number {
  for (let at = opening + 1; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return line.length;
}

/**
 * The text to show for a cell's source. Scalars lose their JSON quoting; arrays, maps, tuples and JSON stay as the
 * server wrote them, because maps may hold a key twice.
 */
export function displayValue(source: string, type: string): CellValue {
  if (source === 'null') {
    // Without output_format_json_quote_denormals the server writes null for nan and the infinities.
    return /^(LowCardinality\()?B?Float\d+/.test(type) ? 'nan or inf' : null;
  }
  return source.startsWith('"') ? decodeString(source) : source;
}

/** As `displayValue`, for a line that is not UTF-8: every character of `source` stands for one byte. */
export function displayBytes(source: string, type: string): CellValue {
  const bytes = Uint8Array.from(source, (character) => character.charCodeAt(0));
  const decoded = decodeUtf8(bytes);
  if (decoded !== undefined) return displayValue(decoded, type);
  const content = source.startsWith('"') ? decodeString(source) : source;
  const hex = Array.from(content, (character) => character.charCodeAt(0).toString(16).padStart(2, '0'));
  return `0x${hex.join('').toUpperCase()}`;
}

/** Undefined when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function decodeString(source: string): string {
  try {
    const value: unknown = JSON.parse(source);
    return typeof value === 'string' ? value : source;
  } catch (error) {
    if (error instanceof SyntaxError) return source;
    throw error;
  }
}

/** Numbers, which tables align to the right. */
export function isNumericType(type: string): boolean {
  return /^(U?Int\d+|B?Float\d+|Decimal)/.test(type.replace(/^(LowCardinality\()?(Nullable\()?/, ''));
}
