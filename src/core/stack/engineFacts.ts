import type { Container } from './container';

/** What an engine says of a stack, for what the files alone cannot tell. Plain data, taken at one moment. */
export interface EngineFacts {
  /** Of the stack's own compose project. */
  readonly containers: readonly Container[];
  /** Every volume that compose made on the engine, for whatever project. */
  readonly volumes: readonly EngineVolume[];
}

export interface EngineVolume {
  /** On the engine. */
  readonly name: string;
  /** The compose project it was made for. */
  readonly project: string;
  /** Its key in that project's compose file. */
  readonly key: string;
}
