import { Duplex } from 'node:stream';
import type { DuplexOptions } from 'node:stream';

/** A connection over something else than a network socket, with what an HTTP client asks of one beyond a stream. */
export abstract class StreamSocket extends Duplex {
  private timer: NodeJS.Timeout | undefined;

  protected constructor(options?: DuplexOptions) {
    super(options);
    this.once('close', () => clearTimeout(this.timer));
  }

  /** Lets this program wait for the connection before it ends by itself. */
  ref(): this {
    this.hold('ref');
    return this;
  }

  unref(): this {
    this.hold('unref');
    return this;
  }

  protected abstract hold(how: 'ref' | 'unref'): void;

  /** Emits `timeout` when no byte has passed for so long, in milliseconds; 0 takes that back. */
  setTimeout(idleMs: number, onTimeout?: () => void): this {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (idleMs > 0 && !this.destroyed)
      this.timer = setTimeout(() => void this.emit('timeout'), idleMs).unref();
    if (onTimeout !== undefined) this.once('timeout', onTimeout);
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  /** To be called for every byte that passes in either direction. */
  protected touch(): void {
    this.timer?.refresh();
  }
}
