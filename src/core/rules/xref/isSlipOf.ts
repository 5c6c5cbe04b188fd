import { editDistance } from '../../editDistance';

/**
 * Whether a name is another one with a slip of the keyboard: one letter too many, missing, wrong or swapped, two in
 * a long name. Names that differ in their digits are different on purpose.
 */
export function isSlipOf(name: string, meant: string): boolean {
  const allowed = meant.length < 6 ? 0 : meant.length < 12 ? 1 : 2;
  if (name === meant || Math.abs(name.length - meant.length) > allowed) return false;
  if (name.replace(/\D/g, '') !== meant.replace(/\D/g, '')) return false;
  return editDistance(name, meant) <= allowed;
}
