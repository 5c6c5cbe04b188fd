const BLOCK = 512;
/** Entries that only say more about the next one: two of POSIX, two of GNU. */
const EXTENSIONS = ['x', 'g', 'L', 'K'];
/** Of such an entry, this much is looked at. */
const MAX_EXTENSION = 16 * 1024;

/**
 * Counts what a tar archive holds while it passes by, to tell a whole one from one that was cut off. Takes it in chunks
 * that may end anywhere.
 */
export class TarTally {
  /** Files, folders and links. */
  entries = 0;
  /** Of all files together. */
  contentBytes = 0;
  private readonly header = new Uint8Array(BLOCK);
  private filled = 0;
  /** Bytes of the current entry that are still to come, its padding included. */
  private rest = 0;
  /** What was read of the current entry, if that only says more about the next one. */
  private extension: string | undefined;
  /** The next entry's size, where its header has no room for it. */
  private longSize: number | undefined;
  private emptyBlocks = 0;
  private isBroken = false;

  /** Whether the archive has come to the end that its writer put there. */
  get isComplete(): boolean {
    return !this.isBroken && this.emptyBlocks >= 2;
  }

  add(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length && !this.isBroken && !this.isComplete) {
      const wanted = this.rest > 0 ? this.rest : BLOCK - this.filled;
      const piece = chunk.subarray(at, at + wanted);
      at += piece.length;
      if (this.rest > 0) this.takeContent(piece);
      else this.takeHeader(piece);
    }
  }

  private takeContent(piece: Uint8Array): void {
    this.rest -= piece.length;
    if (this.extension === undefined) return;
    const room = MAX_EXTENSION - this.extension.length;
    this.extension += String.fromCharCode(...piece.subarray(0, Math.max(0, room)));
    if (this.rest > 0) return;
    // Records such as `20 size=8589934592`, each on a line of its own.
    const size = /^\d+ size=(\d+)$/m.exec(this.extension)?.[1];
    if (size !== undefined) this.longSize = Number(size);
    this.extension = undefined;
  }

  private takeHeader(piece: Uint8Array): void {
    this.header.set(piece, this.filled);
    this.filled += piece.length;
    if (this.filled < BLOCK) return;
    this.filled = 0;
    if (this.header.every((byte) => byte === 0)) {
      this.emptyBlocks++;
      return;
    }
    this.emptyBlocks = 0;
    if (!hasItsChecksum(this.header)) {
      this.isBroken = true;
      return;
    }
    this.beginEntry(String.fromCharCode(this.header[156] ?? 0));
  }

  private beginEntry(type: string): void {
    const stated = readNumber(this.header.subarray(124, 136));
    if (EXTENSIONS.includes(type)) {
      this.rest = padded(stated);
      this.extension = this.rest === 0 ? undefined : '';
      return;
    }
    const size = this.longSize ?? stated;
    this.longSize = undefined;
    this.entries++;
    this.contentBytes += size;
    this.rest = padded(size);
  }
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

/** Octal digits, or with the first bit set a binary number. */
function readNumber(field: Uint8Array): number {
  const [first = 0, ...others] = field;
  if ((first & 0x80) !== 0) return others.reduce((value, byte) => value * 256 + byte, first & 0x7f);
  const digits = /[0-7]+/.exec(String.fromCharCode(...field))?.[0];
  return digits === undefined ? 0 : parseInt(digits, 8);
}

/** The sum of the header's bytes, in which those of the checksum itself count as blanks. */
function hasItsChecksum(header: Uint8Array): boolean {
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  return sum === readNumber(header.subarray(148, 156));
}
