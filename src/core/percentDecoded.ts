/** Undoes the encoding of a part of a URL. A lone `%` is no encoding: such a text stands for itself. */
export function percentDecoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
