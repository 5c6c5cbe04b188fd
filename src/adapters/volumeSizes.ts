import type { Clock } from './clock';
import type { DockerEngine } from './docker';

/** To measure them the engine walks every file of every volume. */
const FRESH_MS = 60_000;

/** Sizes of the engine's volumes, measured when somebody asks and not again within a minute. */
export class VolumeSizes {
  private measured: { readonly at: number; readonly sizes: Promise<ReadonlyMap<string, number>> } | undefined;

  constructor(
    private readonly engine: Pick<DockerEngine, 'volumeSizes'>,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  /** In bytes; undefined when the volume's driver cannot tell. Throws a DockerError. */
  async sizeOf(name: string): Promise<number | undefined> {
    const now = this.clock.now();
    if (this.measured === undefined || now - this.measured.at > FRESH_MS) {
      // Whoever asked may look elsewhere before it is known; the next one has the same question.
      const sizes = this.engine.volumeSizes(new AbortController().signal);
      this.measured = { at: now, sizes };
    }
    const { measured } = this;
    try {
      return (await measured.sizes).get(name);
    } catch (error) {
      if (this.measured === measured) this.measured = undefined;
      throw error;
    }
  }
}
