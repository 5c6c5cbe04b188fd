import { isSecretName } from '../langfuse/catalogue';
import { secretSpansIn } from '../secretShapes';
import { lineStartAt } from '../text';
import type { NameIndex } from './nameIndex';
import { isInside } from './nameUse';
import type { Reference } from './nameUse';

/** As a variable that is meant to be one is mostly called. */
const VARIABLE = /^[A-Z][A-Z\d]*(_[A-Z\d]+)+$/;

/** Whether a bare dollar in a secret makes a name of what follows, such as `word` in the password `pass$word`. */
export function isPieceOfSecret(index: NameIndex, use: Reference): boolean {
  const { name, path, whole, inKey, resolved } = use;
  const text = index.stack.texts.get(path) ?? '';
  if (text[whole.start + 1] === '{' || VARIABLE.test(name)) return false;
  if (index.stack.project.environment.has(name)) return false;
  const holder = inKey ?? (resolved && index.entryAround(resolved)?.name);
  if (holder !== undefined && isSecretName(holder)) return true;
  const lineStart = lineStartAt(text, whole.start);
  const [line = ''] = /^[^\r\n]*/.exec(text.slice(lineStart)) ?? [];
  const piece = { start: whole.start - lineStart, end: whole.end - lineStart };
  return secretSpansIn(line).some((span) => isInside(piece, span));
}
