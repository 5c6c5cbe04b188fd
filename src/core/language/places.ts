import { LineIndex } from '../text';
import type { Location } from '../text';

/** Names places as an operator finds them: `.env:9`. Each file's lines are counted once. */
export class Places {
  private readonly indexes = new Map<string, LineIndex>();

  constructor(private readonly texts: ReadonlyMap<string, string>) {}

  /** From 1. */
  lineOf({ path, span }: Location): number {
    const index = this.indexes.get(path) ?? new LineIndex(this.texts.get(path) ?? '');
    this.indexes.set(path, index);
    return index.positionAt(span.start).line + 1;
  }

  name(location: Location): string {
    return `${location.path}:${this.lineOf(location)}`;
  }
}
