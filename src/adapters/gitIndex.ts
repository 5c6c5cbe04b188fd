/** What stands before the hash of an entry, and the flags behind it. */
const BEFORE_HASH = 40;
const FLAGS = 2;
const EXTENDED = 0x4000;

/**
 * Whether git's index lists a file, by its path relative to the repository. Undefined where the index does not say so:
 * it is damaged, of a version that is not known, or leaves a part of its entries to another file or folder.
 */
export function isInIndex(index: Buffer, path: string, hashLength: 20 | 32): boolean | undefined {
  if (index.length < 12 || index.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  const version = index.readUInt32BE(4);
  if (version < 2 || version > 4) return undefined;
  const wanted = Buffer.from(path, 'utf8');
  let name: Buffer = Buffer.alloc(0);
  let position = 12;
  for (let count = index.readUInt32BE(8); count > 0; count--) {
    const start = position;
    const flagsAt = start + BEFORE_HASH + hashLength;
    if (flagsAt + FLAGS > index.length) return undefined;
    const isExtended = version > 2 && (index.readUInt16BE(flagsAt) & EXTENDED) !== 0;
    position = flagsAt + FLAGS + (isExtended ? 2 : 0);
    let kept = 0;
    if (version === 4) {
      // Each name says how many bytes of the one before it does not share.
      const dropped = readOffset(index, position);
      if (dropped === undefined) return undefined;
      kept = name.length - dropped.value;
      position = dropped.end;
    }
    const end = index.indexOf(0, position);
    if (end < 0 || kept < 0) return undefined;
    name = Buffer.concat([name.subarray(0, kept), index.subarray(position, end)]);
    if (name.equals(wanted)) return true;
    // Up to version 3, one to eight zeros fill an entry up to a multiple of eight.
    position = version === 4 ? end + 1 : start + Math.ceil((end + 1 - start) / 8) * 8;
  }
  return hasEntriesElsewhere(index, position, hashLength) ? undefined : false;
}

/** A number of seven bits a byte, as git writes offsets: each byte but the last adds one. */
function readOffset(
  index: Buffer,
  start: number,
): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let position = start; position < Math.min(index.length, start + 5); position++) {
    const byte = index.readUInt8(position);
    value = value * 128 + (byte & 0x7f);
    if ((byte & 0x80) === 0) return { value, end: position + 1 };
    value++;
  }
  return undefined;
}

/** `link` shares entries with another index, `sdir` folds whole folders into one entry. */
function hasEntriesElsewhere(index: Buffer, start: number, hashLength: number): boolean {
  let position = start;
  while (position + 8 <= index.length - hashLength) {
    const signature = index.toString('latin1', position, position + 4);
    if (signature === 'link' || signature === 'sdir') return true;
    position += 8 + index.readUInt32BE(position + 4);
  }
  return false;
}
