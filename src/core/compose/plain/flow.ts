import type { SourceNode, SourcePair, SourceScalar } from '../yamlSource';
import { MAX_KEY, emptyScalar, plainScalar, readAlias, readQuoted } from './scalars';
import { NotPlain } from './scanner';
import type { Scanner } from './scanner';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  HASH,
  NEWLINE,
  OPEN_BRACE,
  QUESTION,
  RETURN,
  SPACE,
  TAB,
  isFlowIndicator,
} from './signs';

/** What its first sign gives away, inside brackets or not: an alias, a text in quotes, a collection in brackets. */
export function readMarked(scanner: Scanner): SourceNode | undefined {
  switch (scanner.text.charAt(scanner.at)) {
    case '*':
      return readAlias(scanner);
    case '"':
    case "'":
      return readQuoted(scanner);
    case '[':
    case '{':
      return readFlow(scanner);
    default:
      return undefined;
  }
}

function readFlow(scanner: Scanner): SourceNode {
  const start = scanner.at;
  const isMap = scanner.code() === OPEN_BRACE;
  const close = isMap ? CLOSE_BRACE : CLOSE_BRACKET;
  const pairs: SourcePair[] = [];
  const items: SourceNode[] = [];
  scanner.enter();
  scanner.at++;
  scanner.skipFlowSpace();
  while (scanner.code() !== close) {
    if (isMap) pairs.push(readPair(scanner));
    else items.push(readNode(scanner));
    scanner.skipFlowSpace();
    if (scanner.code() === COMMA) {
      scanner.at++;
      scanner.skipFlowSpace();
    } else if (scanner.code() !== close) throw new NotPlain();
  }
  scanner.leave();
  const end = ++scanner.at;
  return isMap
    ? { kind: 'map', start, end, isFlow: true, items: pairs }
    : { kind: 'list', start, end, isFlow: true, items };
}

function readPair(scanner: Scanner): SourcePair {
  const key = readNode(scanner);
  if (key.kind !== 'scalar' || key.end - key.start > MAX_KEY) throw new NotPlain();
  scanner.skipSpaces();
  const isColon = scanner.code() === COLON;
  if (!isColon || (key.style === 'plain' && !scanner.isBlank(scanner.at + 1))) throw new NotPlain();
  const behindColon = ++scanner.at;
  scanner.skipFlowSpace();
  const next = scanner.code();
  const isEmpty = next === COMMA || next === CLOSE_BRACE;
  return { key, value: isEmpty ? emptyScalar(behindColon) : readNode(scanner) };
}

function readNode(scanner: Scanner): SourceNode {
  return readMarked(scanner) ?? readPlainInFlow(scanner);
}

/** A text without quotes, on one line. A colon belongs to it before any sign but a blank, also before a bracket. */
function readPlainInFlow(scanner: Scanner): SourceScalar {
  // A colon in front is one between a key and a value.
  if (!scanner.startsPlainScalar() || scanner.code() === COLON) throw new NotPlain();
  const { text, at: start } = scanner;
  let end = start;
  for (let i = start; ; i++) {
    const code = text.charCodeAt(i);
    const isComment = code === HASH && text.charCodeAt(i - 1) === SPACE;
    if (isComment || Number.isNaN(code) || code === TAB) throw new NotPlain();
    if (code === NEWLINE || isFlowIndicator(code) || (code === COLON && scanner.isBlank(i + 1))) {
      scanner.at = i;
      return plainScalar(text, start, end);
    }
    if (code === QUESTION) throw new NotPlain();
    if (code !== SPACE && code !== RETURN) end = i + 1;
  }
}
