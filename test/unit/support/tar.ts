const BLOCK = 512;

export interface TarEntry {
  readonly name: string;
  readonly content?: string;
  /** `0` a file, `5` a folder, `x` something about the next entry. */
  readonly type?: string;
  /** What the header says, where that is not the length of the content. */
  readonly size?: string;
}

/** A tar archive as an engine writes it. */
export function tar(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(2 * BLOCK)]);
}

function blocksOf({ name, content = '', type = '0', size }: TarEntry): readonly Buffer[] {
  const header = Buffer.alloc(BLOCK);
  const data = Buffer.from(content);
  header.write(name, 0);
  header.write(size ?? data.length.toString(8).padStart(11, '0'), 124, 'latin1');
  header.write(' '.repeat(8), 148);
  header.write(type, 156);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return [header, data, Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)];
}
