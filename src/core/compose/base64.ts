const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const WRITTEN = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The text that base64 stands for, as Go reads it: line ends do not count, and the end is padded. */
export function decodeBase64(text: string): string | undefined {
  const written = text.replaceAll(/[\r\n]/g, '');
  if (!WRITTEN.test(written)) return undefined;
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const character of written.replace(/=+$/, '')) {
    bits = ((bits << 6) | DIGITS.indexOf(character)) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push((bits >> count) & 0xff);
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
