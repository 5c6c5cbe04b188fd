import type { Value } from '../secret';
import { reveal, Secret } from '../secret';

/** Splits a command's string form as compose does: blanks, quotes and backslashes count, nothing is expanded. */
export function splitWords(command: Value): readonly Value[] {
  const words: string[] = [];
  let word = '';
  let hasWord = false;
  let quote = '';
  const text = reveal(command);
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '\\' && quote !== "'") {
      word += text.charAt(++i);
      hasWord = true;
    } else if (quote !== '') {
      if (character === quote) quote = '';
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      hasWord = true;
    } else if (/[ \t\r\n]/.test(character)) {
      if (hasWord) words.push(word);
      word = '';
      hasWord = false;
    } else {
      word += character;
      hasWord = true;
    }
  }
  if (hasWord) words.push(word);
  return typeof command === 'string' ? words : words.map((one) => new Secret(one));
}
