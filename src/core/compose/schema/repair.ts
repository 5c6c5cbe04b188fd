/** What would resolve a problem of the files. */
export type Repair =
  /** The marked name becomes another one. */
  | { readonly kind: 'rename'; readonly to: string }
  /** The marked entry belongs to a mapping that is so many levels further out. */
  | { readonly kind: 'move out'; readonly levels: number };
