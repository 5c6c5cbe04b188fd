import type { Cure, Fix, RelatedLocation, Severity } from '../diagnostic';
import type { Location } from '../text';
import type { StackContext } from './stackContext';

/** One thing that is checked. Its file is called after its code: `env/duplicate-key` is `env/duplicateKey.ts`. */
export interface Rule {
  readonly code: string;
  /** What a finding has unless it says otherwise. */
  readonly severity: Severity;
  /** One line for lists: what the rule looks for. */
  readonly summary: string;
  /** Markdown for the rule's page: why it matters, what really happens, what to do. */
  readonly explanation: string;
  /** Why no edit resolves a finding, for a rule whose findings have neither fix nor cure: a sentence of its page. */
  readonly withoutFix?: string;
  /** Yields nothing where a value is not known for certain: silence is better than a wrong claim. */
  readonly check: (stack: StackContext) => Iterable<Finding>;
}

export interface Finding {
  readonly at: Location;
  /** One or two sentences: what will happen, then what to do. Never a secret value. */
  readonly message: string;
  readonly severity?: Severity;
  readonly fixes?: readonly Fix[];
  readonly cure?: Cure;
  readonly related?: readonly RelatedLocation[] | undefined;
  readonly isUnnecessary?: boolean;
}
