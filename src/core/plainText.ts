/** Without colours and other control characters, which would be shown as they are; tabs and line ends stay. */
export function plainText(text: string): string {
  return text.replace(/\p{Cc}\[[0-9;?]*[A-Za-z]/gu, '').replace(/(?![\t\n])\p{Cc}/gu, '');
}
