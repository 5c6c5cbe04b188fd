import type { Shape } from './shape';
import { single } from './shape';
import { isIpAddress } from './ipAddress';
import { isDuration, parseBytes } from './units';

const INTEGER = /^[-+]?0*\d{1,19}$/;
const FLOAT = /^[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?$/;
const MAX_SIGNED = 2n ** 63n - 1n;
const YES_OR_NO = /^(?:y|yes|true|on|n|no|false|off)$/i;

export const text = single('a text; put it in quotes', (_, type) => type === 'string');

export const filledText = single('a text', (value, type) => type === 'string' && value !== '');

/** True or false, also as a text: a reference yields nothing else. */
export const flag = single(
  'true or false',
  (value, type) => type === 'boolean' || (type === 'string' && YES_OR_NO.test(value)),
);

/** True or false, but not as a text. */
export const plainFlag = single('true or false without quotes', (_, type) => type === 'boolean');

export const textOrFlag = single(
  'a text, or true or false',
  (_, type) => type === 'string' || type === 'boolean',
);

/** Every value that can stand behind `KEY=`. */
export const value = single('a single value', (_, type) => type !== 'null');

export const textOrInteger = single(
  'a text or a whole number',
  (_, type) => type === 'string' || type === 'integer',
);

export const textOrNumber = single('a text or a number', (_, type) => type === 'string' || isNumeric(type));

export const number = single(
  'a number',
  (value, type) => isNumeric(type) || (type === 'string' && isNumber(value)),
);

/** A number of YAML; a text is not taken. */
export const plainNumber = single('a number without quotes', (_, type) => isNumeric(type));

export const positiveNumber = single(
  'a number from 0 on, without quotes',
  (value, type) => isNumeric(type) && Number(value) >= 0,
);

/** A number of YAML, or a whole one as a text. */
export const numberOrIntegerText = single(
  'a number',
  (value, type) => isNumeric(type) || (type === 'string' && isInteger(value)),
);

export const retries = single('a number from 0 on', (value, type) =>
  isNumeric(type) ? Number(value) >= 0 : type === 'string' && isInteger(value) && Number(value) >= 0,
);

export const integer = within(-Infinity, Infinity, 'a whole number');

export const count = within(0, Infinity, 'a whole number from 0 on');

export function integerWithin(least: number, most: number): Shape {
  return within(least, most, `a whole number from ${least} to ${most}`);
}

/** How many containers: to Go a number beyond is negative. */
export const containerCount = within(0, MAX_SIGNED, 'a whole number from 0 on');

function within(least: number, most: number | bigint, takes: string): Shape {
  return single(takes, (value, type) => {
    const isWhole =
      type === 'integer' ||
      (type === 'float' && Number.isInteger(Number(value))) ||
      (type === 'string' && isInteger(value));
    const amount = /^[0-9]+$/.test(value) ? BigInt(value) : Number(value);
    return isWhole && least <= amount && amount <= most;
  });
}

/** A whole number that is not written as a fraction, such as 2.0, either. */
export const exactInteger = single(
  'a whole number',
  (value, type) => isSigned(value, type) || (type === 'string' && isInteger(value)),
);

export const plainInteger = single('a whole number without quotes', isSigned);

/** A whole number in YAML's own form, also one such as 2.0. */
export const plainWhole = plainIntegerWithin(-Infinity, Infinity, 'a whole number without quotes');

export const weight = plainIntegerWithin(0, 65_535, 'a whole number from 0 to 65535, without quotes');

function plainIntegerWithin(least: number, most: number, takes: string): Shape {
  return single(takes, (value, type) => {
    const isWhole = isNumeric(type) && Number.isInteger(Number(value));
    return isWhole && least <= Number(value) && Number(value) <= most;
  });
}

export const integerOrAll = single(
  'a whole number, or all',
  (value, type) => type === 'integer' || (type === 'string' && (value === 'all' || isInteger(value))),
);

export const duration: Shape = {
  ...single(
    'a time with its unit, such as 30s or 1m30s',
    (value, type) => type === 'string' && isDuration(value),
  ),
  code: 'compose/bad-duration',
};

export const bytes = bytesOf((type) => isNumeric(type));

/** A size; a number that stands for bytes must be a whole one. */
export const wholeBytes = bytesOf(
  (type, value) => type === 'integer' || (type === 'float' && Number.isInteger(Number(value))),
);

export const positiveBytes = bytesOf(
  (type, value) => isNumeric(type) && Number.isInteger(Number(value)) && Number(value) >= 0,
);

export const bytesText: Shape = {
  ...bytesOf(() => false),
  takes: 'a size with its unit in quotes or as a word, such as 512m or 2g',
};

function bytesOf(isTakenNumber: (type: string, value: string) => boolean): Shape {
  return {
    ...single(
      'a size with its unit, such as 512m or 2g',
      (value, type) => isTakenNumber(type, value) || (type === 'string' && parseBytes(value) !== undefined),
    ),
    code: 'compose/bad-bytes',
  };
}

export const address = single(
  'an IP address, such as 127.0.0.1',
  (value, type) => type === 'string' && isIpAddress(value),
);

export function oneOf(...words: readonly string[]): Shape {
  const known = new Set(words);
  const list = words.length === 1 ? `the word ${words.join('')}` : `one of ${words.join(', ')}`;
  return single(list, (value, type) => type === 'string' && known.has(value));
}

export function matching(takes: string, pattern: RegExp): Shape {
  return single(takes, (value, type) => type === 'string' && pattern.test(value));
}

function isNumeric(type: string): boolean {
  return type === 'integer' || type === 'float';
}

function isInteger(value: string): boolean {
  return INTEGER.test(value) && BigInt.asIntN(64, BigInt(value)) === BigInt(value);
}

function isNumber(value: string): boolean {
  return FLOAT.test(value) && Number.isFinite(Number(value.replaceAll('_', '')));
}

/** Beyond, Go has another type for a whole number, which few keys take. */
function isSigned(value: string, type: string): boolean {
  return type === 'integer' && BigInt(value) <= MAX_SIGNED;
}
