/** What is read only of containers that are not well, beside what the engine says of every one. */
export interface Evidence {
  /** The last lines that a container printed, by its id. They may hold secrets. */
  readonly logs: ReadonlyMap<string, readonly LogLine[]>;
  /** The containers that publish a port which another one wants, by port. */
  readonly portHolders: ReadonlyMap<number, string>;
}

export interface LogLine {
  /** ISO 8601 by the engine's clock, down to nanoseconds; undefined where the engine gave none. */
  readonly time: string | undefined;
  readonly text: string;
}

export const NO_EVIDENCE: Evidence = { logs: new Map(), portHolders: new Map() };
