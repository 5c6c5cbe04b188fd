/** What line ends in a row stand for: one is a blank, and of several the first one goes. */
export function foldBreaks(breaks: string): string {
  if (!breaks.startsWith('\n')) return breaks;
  return breaks === '\n' ? ' ' : breaks.slice(1);
}
