import type { Span } from '../text';

/** A YAML file as it is written: nothing followed, typed or interpolated. `start` and `end` are UTF-16 offsets. */
export type SourceNode = SourceMap | SourceList | SourceScalar | SourceAlias;

interface SourceBase {
  readonly start: number;
  /** Behind the last thing written in it: comments and line ends that follow do not belong to it. */
  readonly end: number;
  readonly anchor?: string;
  /** As written, such as `!reset`; the standard tags in full. */
  readonly tag?: string;
}

export interface SourceMap extends SourceBase {
  readonly kind: 'map';
  readonly isFlow: boolean;
  readonly items: readonly SourcePair[];
}

export interface SourcePair {
  readonly key: SourceNode;
  /** An empty scalar where nothing is written. */
  readonly value: SourceNode;
}

export interface SourceList extends SourceBase {
  readonly kind: 'list';
  readonly isFlow: boolean;
  readonly items: readonly SourceNode[];
}

export interface SourceScalar extends SourceBase {
  readonly kind: 'scalar';
  readonly style: 'plain' | 'single' | 'double' | 'block';
  /** Quotes, escapes and folds undone. Empty where nothing is written. */
  readonly value: string;
}

export interface SourceAlias extends SourceBase {
  readonly kind: 'alias';
  /** The anchor's name. */
  readonly name: string;
}

export interface SourceDocument {
  readonly root: SourceNode | undefined;
  readonly problems: readonly SourceProblem[];
}

export interface SourceProblem {
  /** Compose itself reads what is nested too deeply for us. */
  readonly kind: 'syntax' | 'too-deep';
  readonly span: Span;
  /** One or more sentences for the operator. */
  readonly message: string;
}

/** Reads the documents of a YAML text. Never throws. */
export type ReadYaml = (text: string) => readonly SourceDocument[];

/** Makes out what a text that is no YAML may hold, per document. Never throws. */
export type RecoverYaml = (text: string) => readonly SourceNode[];
