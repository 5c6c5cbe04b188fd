import type { Rule } from '../rule';
import { backslashDollar } from './backslashDollar';
import { backtickLiteral } from './backtickLiteral';
import { bareKey } from './bareKey';
import { bareKeyAtEof } from './bareKeyAtEof';
import { colonSeparator } from './colonSeparator';
import { dollarEatsText } from './dollarEatsText';
import { duplicateKey } from './duplicateKey';
import { hashBecomesValue } from './hashBecomesValue';
import { hashNotComment } from './hashNotComment';
import { lineContinuation } from './lineContinuation';
import { oddWhitespace } from './oddWhitespace';
import { textAfterQuote } from './textAfterQuote';

export const envRules: readonly Rule[] = [
  backslashDollar,
  backtickLiteral,
  bareKey,
  bareKeyAtEof,
  colonSeparator,
  dollarEatsText,
  duplicateKey,
  hashBecomesValue,
  hashNotComment,
  lineContinuation,
  oddWhitespace,
  textAfterQuote,
];
