import { partitionPoint } from '../partitionPoint';
import type { EnvDocument } from './parse';

/** Whether an offset lies inside a value, behind its first character: no comment can stand there. */
export function isInsideValue({ items }: EnvDocument, offset: number): boolean {
  const item = items[partitionPoint(items, (one) => one.span.end <= offset)];
  return item?.kind === 'assignment' && item.value.span.start < offset && offset < item.value.span.end;
}
