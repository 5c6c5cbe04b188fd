import { decodeBase64 } from './base64';
import { goFloat, parseGoFloat } from './goNumber';
import { goTime } from './goTime';
import type { ScalarType } from './tree';

export interface ResolvedScalar {
  readonly type: ScalarType;
  /** The text that compose makes of the value, for instance in `environment`. */
  readonly text: string;
}

const WORDS = new Map<string, ResolvedScalar>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, { type: 'null', text: '' }] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, { type: 'boolean', text: 'true' }] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, { type: 'boolean', text: 'false' }] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, { type: 'float', text: 'NaN' }] as const),
  ...['.inf', '.Inf', '.INF'].flatMap((word) => [
    [word, { type: 'float', text: '+Inf' }] as const,
    [`+${word}`, { type: 'float', text: '+Inf' }] as const,
    [`-${word}`, { type: 'float', text: '-Inf' }] as const,
  ]),
]);

const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const MAX_UNSIGNED = 2n ** 64n - 1n;
const MIN_SIGNED = -(2n ** 63n);

/** Types a plain scalar as compose's YAML reader does: mostly YAML 1.2, with the octals, binaries and dates of 1.1. */
export function resolvePlain(source: string): ResolvedScalar {
  const word = WORDS.get(source);
  if (word !== undefined) return word;
  const string = { type: 'string', text: source } as const;
  const first = source.charAt(0);
  if (first === '.') {
    // Go takes an underscore between two digits.
    const digits = source.replace(/(?<=[0-9])_(?=[0-9])/g, '');
    const number = /^\.[0-9]+([eE][-+]?[0-9]+)?$/.test(digits) ? parseGoFloat(digits) : undefined;
    return number === undefined ? string : { type: 'float', text: goFloat(number) };
  }
  if (!/[-+0-9]/.test(first)) return string;
  const time = goTime(source);
  if (time !== undefined) return { type: 'time', text: time };
  if (source === '-0') return { type: 'float', text: '-0' };
  const plain = source.replaceAll('_', '');
  const integer = parseInteger(plain);
  if (integer !== undefined) return { type: 'integer', text: integer.toString() };
  const number = FLOAT.test(plain) ? parseGoFloat(plain) : undefined;
  return number === undefined ? string : { type: 'float', text: goFloat(number) };
}

/** Applies a standard tag, such as `!!int`; undefined when the value does not fit it. */
export function resolveTagged(tag: string, source: string): ResolvedScalar | undefined {
  if (tag === 'binary') {
    const text = decodeBase64(source);
    return text === undefined ? undefined : { type: 'string', text };
  }
  const resolved = resolvePlain(source);
  switch (tag) {
    case 'int':
      return resolved.type === 'integer' ? resolved : undefined;
    case 'float':
      return resolved.type === 'float' || resolved.type === 'integer'
        ? { type: 'float', text: resolved.text }
        : undefined;
    case 'bool':
      return resolved.type === 'boolean' ? resolved : undefined;
    case 'null':
      return resolved.type === 'null' ? resolved : undefined;
    case 'timestamp':
      return resolved.type === 'time' ? resolved : undefined;
    default:
      return { type: 'string', text: source };
  }
}

function parseInteger(plain: string): bigint | undefined {
  const match = INTEGER.exec(plain);
  if (match === null) return undefined;
  const [, sign, hexadecimal, binary, octal, decimal = ''] = match;
  const magnitude =
    hexadecimal !== undefined
      ? BigInt(`0x${hexadecimal}`)
      : binary !== undefined
        ? BigInt(`0b${binary}`)
        : octal !== undefined
          ? BigInt(`0o${octal}`)
          : BigInt(decimal);
  const value = sign === '-' ? -magnitude : magnitude;
  // Beyond the signed range only a number without a sign is still an integer.
  const max = sign === '' ? MAX_UNSIGNED : 2n ** 63n - 1n;
  return value < MIN_SIGNED || value > max ? undefined : value;
}
