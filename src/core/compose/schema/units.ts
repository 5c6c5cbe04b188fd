const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
  d: 24 * 3600e9,
  w: 7 * 24 * 3600e9,
};
const MAX_NANOSECONDS = 2 ** 63;

/** Whether compose reads a text as a time, such as `1m30s`. Only zero does without a unit. */
export function isDuration(text: string): boolean {
  const unsigned = text.replace(/^[-+]/, '');
  if (unsigned === '0') return true;
  let total = 0;
  let end = 0;
  for (const part of unsigned.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h|d|w)/gy)) {
    const [whole, amount = '', unit = ''] = part;
    total += Number(amount) * (NANOSECONDS[unit] ?? 0);
    end += whole.length;
  }
  return end > 0 && end === unsigned.length && total < MAX_NANOSECONDS;
}

const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
  p: 2 ** 50,
};

/**
 * A size in bytes: a number, a blank perhaps, and a unit such as `m`, `mb` or `MiB` perhaps. Undefined when compose
 * does not read it as one.
 */
export function parseBytes(text: string): number | undefined {
  const [, amount = '', unit = ''] = /^([^ ]*?\d\.?) ?([^\d. ]*)$/.exec(text) ?? [];
  const isNumber = /^\+?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?$/.test(amount);
  const letter = /^(?:[kmgtp](?=b$|ib$|$)|b?$)/.exec(unit.toLowerCase())?.[0];
  const factor = letter === undefined ? undefined : FACTORS[letter];
  return isNumber && factor !== undefined ? Number(amount.replaceAll('_', '')) * factor : undefined;
}
