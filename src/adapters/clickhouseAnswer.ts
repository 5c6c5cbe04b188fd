import type { Readable } from 'node:stream';
import type { ResultTable } from '../core/clickhouse/resultTable';
import { StreamReader } from '../core/clickhouse/streamReader';
import type { StreamEnd } from '../core/clickhouse/streamReader';

const MAX_TEXT_BYTES = 1024 * 1024;

/** Reads rows into the table until it is full (`stopped`) or the answer ends. */
export async function readRows(
  stream: Readable,
  table: ResultTable,
  onRows: ((table: ResultTable) => void) | undefined,
): Promise<'stopped' | StreamEnd> {
  const reader = new StreamReader(table);
  try {
    for await (const chunk of stream) {
      const isWanted = reader.push(toBytes(chunk));
      onRows?.(table);
      if (!isWanted) return 'stopped';
      if (reader.pendingBytes > table.limits.bytes) {
        table.cutByBytes();
        return 'stopped';
      }
    }
  } catch (error) {
    // Servers since 25.11 cut the connection after they have said why.
    const end = reader.end();
    if (end.kind === 'failed') return end;
    throw error;
  }
  return reader.end();
}

/** An answer that is no table, up to 1 MB. */
export async function readText(stream: Readable): Promise<{ text: string; isCut: boolean }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = toBytes(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size > MAX_TEXT_BYTES) break;
  }
  const text = Buffer.concat(chunks).subarray(0, MAX_TEXT_BYTES).toString();
  return { text, isCut: size > MAX_TEXT_BYTES };
}

function toBytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new TypeError('The client promised bytes.');
}
