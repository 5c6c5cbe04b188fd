import type { Location, TextEdit } from './text';

/**
 * error: compose or a container will fail. warning: it works, but wrong, insecure or lossy. info: worth knowing.
 */
export type Severity = 'error' | 'warning' | 'info';

export interface FileEdit {
  /** Relative to the stack's folder. The file is created when it does not exist. */
  readonly path: string;
  readonly edits: readonly TextEdit[];
}

/** Edits that resolve a diagnostic; they may touch several files and belong together. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly FileEdit[];
  /** At most one fix of a diagnostic is preferred: the one that "fix all" may apply without asking. */
  readonly isPreferred?: boolean;
}

export interface RelatedLocation extends Location {
  readonly message: string;
}

/**
 * What resolves a diagnostic where no edit can: `create-secrets` invents the value, `up` applies what the files say,
 * and a service that restarts reads its files anew.
 */
export type Cure = 'create-secrets' | 'up' | { readonly restart: string };

export interface Diagnostic extends Location {
  /** `prefix/kebab-name`; stable, since users write it in suppressions and scripts. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fixes: readonly Fix[];
  readonly cure?: Cure;
  readonly related?: readonly RelatedLocation[];
  /** The marked text has no effect; editors fade it. */
  readonly isUnnecessary?: boolean;
}
