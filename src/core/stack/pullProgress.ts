import { formatBytes } from './planText';

interface Layer {
  /** In bytes, as far as compose has told. */
  readonly total: number;
  readonly done: number;
}

const LAYER =
  /^([0-9a-f]{12}) ([A-Z][a-z]+(?: [A-Za-z]+)*)\s*(?:(?:\[[^\]]*\])?\s*([\d.]+ ?[kMGT]?B)\/([\d.]+ ?[kMGT]?B))?$/;
const INTERRUPTED = /^(?:Image )?\S+ +Interrupted$/;
const SERVICE = /^(?:Image )?(\S+) (Pulling|Pulled)\s*$/;

/**
 * Turns compose's lines about a pull, which are thousands, into one that grows: `2 of 6 images pulled, 120 MB of
 * 504 MB`. Compose does not say which layer is whose, so the sum is of all images that have begun.
 */
export class PullProgress {
  private readonly pulled = new Map<string, boolean>();
  private readonly layers = new Map<string, Layer>();

  /** What to show in place of the line: nothing for one that adds nothing. Any other line comes back as it is. */
  read(line: string): string | undefined {
    // One that fails stops all others; which one that was is the news.
    if (INTERRUPTED.test(line)) return undefined;
    const service = SERVICE.exec(line);
    if (service?.[1] !== undefined) {
      this.pulled.set(service[1], service[2] === 'Pulled');
      return this.summary;
    }
    const [, id, status = '', done, total] = LAYER.exec(line) ?? [];
    if (id === undefined) return line;
    const before = this.layers.get(id) ?? { total: 0, done: 0 };
    if (status === 'Downloading' && done !== undefined && total !== undefined)
      this.layers.set(id, { total: toBytes(total), done: toBytes(done) });
    else if (/^(Download complete|Extracting|Pull complete|Verifying)/.test(status))
      this.layers.set(id, { ...before, done: before.total });
    else return undefined;
    return this.summary;
  }

  private get summary(): string {
    const images = [...this.pulled.values()];
    const layers = [...this.layers.values()];
    const sum = (of: (layer: Layer) => number) => layers.reduce((total, layer) => total + of(layer), 0);
    const total = sum((layer) => layer.total);
    const size = total === 0 ? '' : `, ${formatBytes(sum(({ done }) => done))} of ${formatBytes(total)}`;
    return `${images.filter(Boolean).length} of ${images.length} images pulled${size}`;
  }
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `1.5MB`, as docker prints it in decimal units. */
function toBytes(text: string): number {
  const [, amount = '0', unit = 'B'] = /^([\d.]+) ?(\w+)$/.exec(text) ?? [];
  return Number(amount) * 1000 ** Math.max(0, UNITS.indexOf(unit));
}
