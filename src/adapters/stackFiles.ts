import type { ComposeProject } from '../core/compose/project';

/** A stack's files as read and what they resolve to. */
export interface LoadedStack {
  /** Absolute path. */
  readonly folder: string;
  readonly project: ComposeProject;
  /** Every file that was read, by path relative to the folder. */
  readonly texts: ReadonlyMap<string, string>;
}
