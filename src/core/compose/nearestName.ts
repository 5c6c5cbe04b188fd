import { editDistance } from '../editDistance';

/** Longer than any name here: what is longer is no slip of one. */
const MAX_LENGTH = 40;

/** The name that was probably meant: the same but for dashes and case, or but for a slip. Undefined when two are as near. */
export function nearestName(written: string, names: Iterable<string>): string | undefined {
  if (written.length > MAX_LENGTH) return undefined;
  let nearest: string | undefined;
  let least = Infinity;
  for (const name of names) {
    if (simplified(name) === simplified(written)) return name;
    const allowed = slipsAllowed(name.length);
    if (Math.abs(name.length - written.length) > allowed) continue;
    const distance = editDistance(written, name);
    if (distance > allowed || distance > least) continue;
    nearest = distance < least ? name : undefined;
    least = distance;
  }
  return nearest;
}

function slipsAllowed(length: number): number {
  if (length < 4) return 0;
  return length < 8 ? 1 : 2;
}

function simplified(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}
