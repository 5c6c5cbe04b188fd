/** Why a service is not as it should be, as far as that is known for sure. None of its texts holds a secret. */
export interface Cause {
  /** Stable, such as `clickhouse/password`. */
  readonly id: string;
  readonly weight: CauseWeight;
  /** Some words for the row; what stands before them is the state. */
  readonly brief: string;
  /** What happened, as a sentence. */
  readonly explanation: string;
  /** What to do about it, as a sentence or two. */
  readonly remedy: string;
  readonly evidence: CauseEvidence | undefined;
}

/**
 * - `lasting`: does not go away by itself.
 * - `passing`: may, as it does where one service starts before another.
 * - `note`: worth knowing, and nothing is broken.
 */
export type CauseWeight = 'lasting' | 'passing' | 'note';

/** Where it was seen, in the words found there. */
export interface CauseEvidence {
  readonly source: 'log' | 'healthcheck' | 'engine';
  readonly text: string;
}

/** Causes by container id. */
export type Causes = ReadonlyMap<string, Cause>;
