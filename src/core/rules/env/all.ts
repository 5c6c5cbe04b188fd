import type { Rule } from '../rule';
import { backslashDollar } from './backslashDollar';
import { backtickLiteral } from './backtickLiteral';
import { bareKey } from './bareKey';
import { bareKeyAtEof } from './bareKeyAtEof';
import { caseCollision } from './caseCollision';
import { colonSeparator } from './colonSeparator';
import { crInValue } from './crInValue';
import { createDialectDivergence } from './dialectDivergence';
import { dollarEatsText } from './dollarEatsText';
import { duplicateKey } from './duplicateKey';
import { emptyKey } from './emptyKey';
import { escapeInSingle } from './escapeInSingle';
import { forwardReference } from './forwardReference';
import { hashBecomesValue } from './hashBecomesValue';
import { hashNotComment } from './hashNotComment';
import { iniSection } from './iniSection';
import { lineContinuation } from './lineContinuation';
import { oddWhitespace } from './oddWhitespace';
import { selfReference } from './selfReference';
import { shellShadow } from './shellShadow';
import { textAfterQuote } from './textAfterQuote';
import { trackedByGit } from './trackedByGit';
import { unreferenceableKey } from './unreferenceableKey';
import { windowsPathEscape } from './windowsPathEscape';

/** Rules that name the reason why a line is not read as it looks. */
const ofDialect: readonly Rule[] = [
  backslashDollar,
  backtickLiteral,
  bareKeyAtEof,
  colonSeparator,
  crInValue,
  hashBecomesValue,
  hashNotComment,
  lineContinuation,
  oddWhitespace,
  textAfterQuote,
  unreferenceableKey,
  windowsPathEscape,
];

export const envRules: readonly Rule[] = [
  ...ofDialect,
  bareKey,
  caseCollision,
  createDialectDivergence(ofDialect),
  dollarEatsText,
  duplicateKey,
  emptyKey,
  escapeInSingle,
  forwardReference,
  iniSection,
  selfReference,
  shellShadow,
  trackedByGit,
];
