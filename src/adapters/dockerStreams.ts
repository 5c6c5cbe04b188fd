export interface OutputChunk {
  readonly stream: 'stdout' | 'stderr';
  readonly data: Buffer;
}

const HEADER_BYTES = 8;
const STDERR = 2;

/**
 * Takes apart the frames in which the engine sends stdout and stderr of a container without a terminal:
 * one byte for the stream, three zeros, four for the length, then the data. Chunks may end anywhere.
 */
export async function* demultiplex(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<OutputChunk> {
  let pending: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    pending = pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([pending, chunk]);
    while (pending.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + pending.readUInt32BE(4);
      if (pending.length < end) break;
      yield {
        stream: pending[0] === STDERR ? 'stderr' : 'stdout',
        data: pending.subarray(HEADER_BYTES, end),
      };
      pending = pending.subarray(end);
    }
  }
}

/** Splits bytes into lines without their ends. A character cut by a chunk stays whole; so does the last, unended line. */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let pending = '';
  for await (const chunk of chunks) {
    const lines = (pending + decoder.decode(chunk, { stream: true })).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) yield withoutCarriageReturn(line);
  }
  pending += decoder.decode();
  if (pending !== '') yield withoutCarriageReturn(pending);
}

function withoutCarriageReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
