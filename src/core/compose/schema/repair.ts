/** What would resolve a problem of the files. */
export type Repair =
  /** The marked name becomes another one. */
  | { readonly kind: 'rename'; readonly to: string }
  /** The marked entry belongs to a mapping that is so many levels further out. */
  | { readonly kind: 'move out'; readonly levels: number }
  /** The marked entry belongs to the mapping above it. */
  | { readonly kind: 'move in' }
  /** The marked value is a text in quotes. */
  | { readonly kind: 'quote' }
  /** The marked value is no text: its quotes go. */
  | { readonly kind: 'unquote' }
  /** A name is declared at the top level. */
  | { readonly kind: 'declare'; readonly section: 'networks' | 'volumes'; readonly name: string };
