import type { ScalarType } from '../tree';

/**
 * What compose takes at one place of the model: a single value, a list or a mapping, as far as each is allowed there.
 * No place takes two kinds of mappings or two kinds of lists, so the kind of a node decides what it is held against.
 */
export interface Shape {
  /** Completes “It takes …” in messages. */
  readonly takes: string;
  readonly scalar?: ScalarCheck;
  readonly list?: ListShape;
  readonly map?: MapShape;
  /** Whether a key without a value is taken. */
  readonly isOptional?: boolean;
  /** What a single value that does not fit is reported as; `compose/schema` when it is left out. */
  readonly code?: 'compose/bad-bytes' | 'compose/bad-duration';
}

/** Judges a value by the type that YAML gave it and by its text after interpolation. */
export type ScalarCheck = (text: string, type: ScalarType) => boolean;

export interface ListShape {
  readonly items: Shape;
  /** Whether an item that stands there twice is refused. */
  readonly isSet?: boolean;
  /** What the first item must be one of. */
  readonly startsWith?: readonly string[];
  /** What a mapping in the place of an item is reported as. */
  readonly mapCode?: 'compose/list-item-is-map';
}

export interface MapShape {
  /** The keys that compose knows. */
  readonly keys: ReadonlyMap<string, Shape>;
  readonly required: readonly string[];
  /** What other keys hold; without it there are none. */
  readonly named?: NamedShape;
  /** Whether `x-…` keys are ignored. */
  readonly hasExtensions: boolean;
}

/** Keys that are the user's own. */
export interface NamedShape {
  readonly shape: Shape;
  /** What compose asks of such a key. */
  readonly pattern: RegExp;
  /** Whether compose passes over keys that it asks more of, instead of refusing them. */
  readonly isLenient?: boolean;
}

type Keys = Readonly<Record<string, Shape>>;

/** Whatever it is: checked elsewhere, or not at all. */
export const anything: Shape = { takes: 'anything' };

export function single(takes: string, scalar: ScalarCheck): Shape {
  return { takes, scalar };
}

export function listOf(items: Shape, more: Omit<ListShape, 'items'> = {}): Shape {
  return { takes: `a list: each item ${items.takes}`, list: { items, ...more } };
}

/** A mapping of keys that compose knows, and `x-…`. */
export function record(keys: Keys, ...required: readonly string[]): Shape {
  return mapping({ keys: new Map(Object.entries(keys)), required, hasExtensions: true });
}

/** A mapping of keys that compose knows, and no others. */
export function closedRecord(keys: Keys, ...required: readonly string[]): Shape {
  return mapping({ keys: new Map(Object.entries(keys)), required, hasExtensions: false });
}

/** A mapping of keys that compose knows, and any others. */
export function openRecord(keys: Keys): Shape {
  const named = { shape: anything, pattern: /^/ };
  return mapping({ keys: new Map(Object.entries(keys)), required: [], named, hasExtensions: false });
}

/** A mapping whose keys are the user's own. */
export function mapOf(shape: Shape, more: Partial<Omit<NamedShape, 'shape'>> = {}): Shape {
  const named = { shape, pattern: /[^]/, ...more };
  return mapping({ keys: new Map(), required: [], named, hasExtensions: false });
}

function mapping(map: MapShape): Shape {
  return { takes: 'a mapping', map };
}

/** A place that takes several forms. */
export function either(takes: string, ...forms: readonly Shape[]): Shape {
  return forms.reduce<Shape>((all, form) => ({ ...all, ...form, takes }), { takes });
}

/** The key may stand there without a value. */
export function optional(shape: Shape): Shape {
  return { ...shape, isOptional: true };
}
