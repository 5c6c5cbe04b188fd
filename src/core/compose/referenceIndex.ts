import { partitionPoint } from '../partitionPoint';
import type { Location } from '../text';
import type { VariableReference } from './project';

/** Finds references by place. */
export class ReferenceIndex {
  private readonly byPath = new Map<string, VariableReference[]>();

  constructor(references: readonly VariableReference[]) {
    for (const reference of references) {
      const known = this.byPath.get(reference.path);
      if (known === undefined) this.byPath.set(reference.path, [reference]);
      else known.push(reference);
    }
    for (const known of this.byPath.values()) known.sort((a, b) => a.span.start - b.span.start);
  }

  /** Those that lie inside a place, in the order of the text. */
  within({ path, span }: Location): readonly VariableReference[] {
    const references = this.byPath.get(path) ?? [];
    const found: VariableReference[] = [];
    const first = partitionPoint(references, (reference) => reference.span.start < span.start);
    for (let i = first; i < references.length; i++) {
      const reference = references[i];
      if (reference === undefined || reference.span.start >= span.end) break;
      if (reference.span.end <= span.end) found.push(reference);
    }
    return found;
  }
}
