import type { SourceScalar } from '../yamlSource';
import type { Directive, WrittenTag } from './properties';

/** A piece of a YAML text, or a place where a collection begins, ends or goes on. */
export type Token =
  | (Place & { readonly kind: SignKind })
  | (Place & { readonly kind: 'alias' | 'anchor'; readonly name: string })
  | (Place & { readonly kind: 'tag'; readonly tag: WrittenTag })
  | (Place & { readonly kind: 'directive'; readonly directive: Directive })
  | (Place & { readonly kind: 'scalar'; readonly scalar: SourceScalar });

export type TokenKind = Token['kind'];

export type SignKind =
  | 'document-start'
  | 'document-end'
  | 'end'
  | 'block-map'
  | 'block-list'
  | 'block-end'
  | 'entry'
  | 'key'
  | 'value'
  | 'flow-map'
  | 'flow-map-end'
  | 'flow-list'
  | 'flow-list-end'
  | 'flow-entry';

interface Place {
  readonly start: number;
  readonly end: number;
  /** A colon further on would make a key of what begins here. */
  readonly maybeKey?: MaybeKey | undefined;
}

/** A place where a key begins if a colon follows on its line. */
export interface MaybeKey {
  isOpen: boolean;
  /** Whether the mapping around takes nothing but a key here. */
  readonly isRequired: boolean;
  readonly start: number;
  readonly lineStart: number;
  /** How many tokens the text has in front of it. */
  readonly number: number;
}
