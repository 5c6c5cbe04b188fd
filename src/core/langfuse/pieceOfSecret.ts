import { secretSpansIn } from '../secretShapes';
import { lineStartAt } from '../text';
import type { Span } from '../text';
import { isSecretName } from './catalogue';

/** As a variable that is meant to be one is mostly called. */
const VARIABLE = /^[A-Z][A-Z\d]*(_[A-Z\d]+)+$/;

/**
 * Whether a bare dollar in a secret makes a name of what follows, such as `word` in the password `pass$word`. `span` is
 * the reference in its file's text, from the dollar on, to a name that nothing sets; `holder` the name that gets it.
 */
export function isPieceOfSecret(
  text: string,
  { name, span }: { readonly name: string; readonly span: Span },
  holder: string | undefined,
): boolean {
  if (text[span.start + 1] === '{' || VARIABLE.test(name)) return false;
  if (holder !== undefined && isSecretName(holder)) return true;
  const lineStart = lineStartAt(text, span.start);
  const [line = ''] = /^[^\r\n]*/.exec(text.slice(lineStart)) ?? [];
  const [start, end] = [span.start - lineStart, span.end - lineStart];
  return secretSpansIn(line).some((secret) => secret.start <= start && end <= secret.end);
}
