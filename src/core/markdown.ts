/** Makes every character stand for itself, on one line. Spaces stay spaces, so that a long line may wrap. */
export function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
