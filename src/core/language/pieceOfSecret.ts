import { isPieceOfSecret as isPieceOf } from '../langfuse/pieceOfSecret';
import type { NameIndex } from './nameIndex';
import type { Reference } from './nameUse';

/** Without the name: it may be half a password. */
export const PIECE_OF_SECRET =
  'This part of a secret is taken for a variable that is set nowhere, so nothing stands in its place. Write $$ for a plain dollar.';

/** Whether a reference is no variable but a piece of a secret, so that its name must not be shown. */
export function isPieceOfSecret(index: NameIndex, use: Reference): boolean {
  const { name, path, whole, inKey, resolved } = use;
  if (index.stack.project.environment.has(name)) return false;
  const holder = inKey ?? (resolved && index.entryAround(resolved)?.name);
  return isPieceOf(index.stack.texts.get(path) ?? '', { name, span: whole }, holder);
}
