import type { ComposeProject, VariableReference } from '../compose/project';
import type { Value } from '../secret';
import type { Location, Span } from '../text';

/** A stack as loaded: what its files resolve to, and the files themselves by path relative to its folder. */
export interface StackFiles {
  readonly project: ComposeProject;
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * What a name is where it stands. A `definition` gives a variable of the project its value and a `reference` takes it.
 * A `pass-through` does so for a container's variable of the same name; an `entry` names a container's variable only.
 */
export type NameUse = Definition | Reference | PassThrough | Entry;

interface UseBase extends Location {
  /** `span` is that of the name alone. */
  readonly name: string;
}

export interface Definition extends UseBase {
  readonly kind: 'definition';
  /** Without `=`: the value is that of the shell. */
  readonly isInherited: boolean;
}

export interface Reference extends UseBase {
  readonly kind: 'reference';
  /** From the dollar to the closing brace. */
  readonly whole: Span;
  /** The key of the env file's line that it stands in; undefined in a compose file. */
  readonly inKey: string | undefined;
  /** What compose made of it; undefined in an env file. */
  readonly resolved: VariableReference | undefined;
}

export interface PassThrough extends UseBase {
  readonly kind: 'pass-through';
  readonly whole: Span;
  /** What compose made of it; undefined when it has no value, and in an env file. */
  readonly value: Value | undefined;
}

export interface Entry extends UseBase {
  readonly kind: 'entry';
  /** From the key to the end of the value. */
  readonly whole: Span;
  /** What compose made of it; undefined in an env file. */
  readonly value: Value | undefined;
}

export function isInside(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** An offset at the end still touches: that is where a cursor stands behind a word. */
export function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}
