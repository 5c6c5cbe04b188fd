/** What must be true before a stack can be relied on, in the order in which an operator sees to it. */
export type ItemId =
  'engine' | 'compose' | 'secrets' | 'ports' | 'services' | 'schema' | 'answers' | 'owner' | 'signUp';

/** `open`: not done yet. `failed`: looked at, and not as it must be. `unknown`: could not be seen. */
export type ItemState = 'done' | 'open' | 'failed' | 'unknown';

export interface ChecklistItem {
  readonly id: ItemId;
  readonly label: string;
  readonly state: ItemState;
  /** What was seen; a few words. */
  readonly detail: string;
  /** What else is known of it, and what to do; some sentences. */
  readonly more?: string;
}

/** What a look at the subject of an item found. */
export type Finding = Pick<ChecklistItem, 'state' | 'detail' | 'more'>;
