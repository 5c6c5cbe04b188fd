/** Whether a text is an IPv4 or IPv6 address, without brackets, zone or port. */
export function isIpAddress(text: string): boolean {
  return isV4(text) || isV6(text);
}

function isV4(text: string): boolean {
  return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text);
}

function isV6(text: string): boolean {
  if (text.length > 45 || !text.includes(':')) return false;
  const lastColon = text.lastIndexOf(':');
  const tail = text.slice(lastColon + 1);
  // A dotted end stands for two groups.
  const plain = isV4(tail) ? `${text.slice(0, lastColon + 1)}0:0` : text;
  const halves = plain.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const isComplete = halves.length === 2 ? groups.length < 8 : groups.length === 8;
  return isComplete && groups.every((group) => /^[\da-f]{1,4}$/i.test(group));
}
