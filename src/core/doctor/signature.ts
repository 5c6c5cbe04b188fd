import type { Role } from '../langfuse/roles';
import type { Cause, CauseEvidence } from '../stack/cause';
import type { Scene } from './scene';

/** A known line, and what it means. */
export interface Signature {
  /** What the service is that says it; undefined: any. */
  readonly roles: readonly Role[] | undefined;
  readonly sources: readonly CauseEvidence['source'][];
  /** Is tried on single lines. */
  readonly pattern: RegExp;
  /** Whether it stays true until the process ends, however long ago it was said and whatever Docker thinks. */
  readonly holdsWhileRunning?: true;
  /** Undefined: it means something else here. A function looks at what is around. */
  readonly means: Meaning | ((found: Found, scene: Scene) => Meaning | undefined);
}

export type Meaning = Omit<Cause, 'evidence'>;

/** Where a pattern matched. */
export interface Found {
  readonly match: RegExpExecArray;
  readonly lines: readonly string[];
  readonly index: number;
}
