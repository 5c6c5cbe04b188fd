import type { Value } from '../secret';
import { reveal, Secret } from '../secret';

type Quote = '"' | "'" | '`' | '$(';

/**
 * Splits a command's string form as compose does: no shell is involved, yet quotes, backslashes and `$(…)` group, and
 * everything from an unquoted `;`, `&`, `|`, `<` or `>` on is dropped. Undefined when compose refuses the text.
 */
export function splitWords(command: Value): readonly Value[] | undefined {
  const words = split(reveal(command));
  return typeof command === 'string' ? words : words?.map((word) => new Secret(word));
}

function split(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word = '';
  let hasWord = false;
  let quote: Quote | undefined;
  const endWord = (): void => {
    if (hasWord) words.push(word);
    word = '';
    hasWord = false;
  };
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '\\' && quote !== "'") {
      if (++i >= text.length) return undefined;
      const isKept = quote === '`' || quote === '$(';
      word += isKept ? character + text.charAt(i) : text.charAt(i);
      hasWord = true;
    } else if (character === quote && character !== '`') {
      quote = undefined;
      hasWord = true;
    } else if (quote === undefined && (character === '"' || character === "'")) {
      quote = character;
    } else if (quote === undefined && /[ \t\r\n]/.test(character)) {
      endWord();
    } else if (quote === undefined && /[;&|<>]/.test(character)) {
      // A number in front of `>` names a file descriptor and goes with it.
      if (character === '>' && /^[0-9]+$/.test(word)) hasWord = false;
      break;
    } else if (character === '(' && quote === undefined) {
      if (!word.endsWith('$')) return undefined;
      quote = '$(';
      word += character;
    } else if (character === ')' && (quote === undefined || quote === '$(')) {
      if (quote === undefined) return undefined;
      quote = undefined;
      word += character;
      hasWord = true;
    } else {
      if (character === '`' && (quote === undefined || quote === '`')) {
        quote = quote === undefined ? '`' : undefined;
      }
      word += character;
      if (quote === undefined || !/[ \t\r\n]/.test(character)) hasWord = true;
    }
  }
  endWord();
  return quote === undefined ? words : undefined;
}
