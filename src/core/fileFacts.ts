/** What only the file system knows of a file of the stack. */
export interface FileFacts {
  /** Whether users other than the owner and its group may read it; undefined where the system has no such notion. */
  readonly isReadableByOthers: boolean | undefined;
  /** Whether git would leave it out of a commit; undefined outside of a repository. */
  readonly isIgnoredByGit: boolean | undefined;
  /** Whether git has it in its index, so that what it says goes into commits; undefined where that is not known. */
  readonly isTrackedByGit: boolean | undefined;
}
