import type { CauseEvidence } from '../stack/cause';

/** What a stack suffers from, what to mend first coming first. No text of it holds a secret. */
export interface Diagnosis {
  /** `unknown`: nothing wrong was found, and not everything could be looked at. */
  readonly outcome: 'healthy' | 'unwell' | 'unknown';
  readonly causes: readonly DiagnosedCause[];
  /** What could not be looked at, a sentence each. */
  readonly unseen: readonly string[];
}

export interface DiagnosedCause {
  /** Stable: of a cause such as `clickhouse/password`, else of the probe or the rule that alone tells. */
  readonly id: string;
  /** The service to look at. */
  readonly service: string | undefined;
  /** Some words for a list; undefined where the explanation has to do. */
  readonly brief: string | undefined;
  /** What happened, as a sentence. */
  readonly explanation: string;
  /** What to do, as a sentence or two; empty where the explanation says it. */
  readonly remedy: string;
  /** What does not work because of it, as a sentence. */
  readonly breaks: string | undefined;
  readonly evidence: readonly DoctorEvidence[];
  readonly fix: DoctorFix | undefined;
}

/** Where it was seen. */
export type DoctorEvidence =
  | { readonly source: CauseEvidence['source']; readonly service: string; readonly text: string }
  | {
      readonly source: 'probe';
      readonly service: string;
      /** Of the probe. */
      readonly id: string;
      readonly text: string;
    }
  | {
      readonly source: 'file';
      /** Relative to the stack's folder. */
      readonly path: string;
      /** From 1. */
      readonly line: number;
      /** Of the rule. */
      readonly code: string;
      readonly text: string;
    };

export type DoctorFix =
  /** At the evidence in the file. */
  | { readonly kind: 'quick-fix'; readonly title: string; readonly path: string; readonly line: number }
  | {
      readonly kind: 'command';
      readonly command: 'up' | 'create-secrets' | 'reset-clickhouse' | 'recreate' | 'start' | 'restart';
      /** Undefined where the command is about the whole stack. */
      readonly service: string | undefined;
    };
