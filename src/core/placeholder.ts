const MARK = /^(?:<[^<>]*>|\[[a-z _-]+\]|x{3,}|\*{3,}|\.{3,}|#(?:\s.*)?)$/i;
const REQUEST =
  /^(?:change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|this|it)|fill[-_ ]?me|todo|tbd|fixme|placeholder)\d{0,4}(?:[-_ ][a-z_ -]*)?[!.]*$/i;
const DESCRIPTION = /^(?:your|insert|enter|put)[-_ ].*(?:key|secret|password|salt|token|value|here)$/i;

/**
 * Whether a text only marks where a secret belongs: `<64-hex>`, `changeme`, `your-password-here`. What this says is one
 * gets overwritten, so a weak word is none: a running stack may use it.
 */
export function isPlaceholder(text: string): boolean {
  return [MARK, REQUEST, DESCRIPTION].some((pattern) => pattern.test(text));
}
