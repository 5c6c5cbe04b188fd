import type { Value } from '../secret';
import { reveal } from '../secret';
import type { Span } from '../text';

/** With a colon, an empty variable counts as unset. */
export type Operator = '' | ':-' | '-' | ':?' | '?' | ':+' | '+';

/** Spans are indices into the text that was parsed, also in nested templates. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | TemplateReference
  | { readonly kind: 'invalid'; readonly span: Span };

export interface TemplateReference {
  readonly kind: 'reference';
  readonly span: Span;
  readonly name: string;
  readonly nameSpan: Span;
  readonly operator: Operator;
  /** What stands behind the operator: a default, a replacement or a message. */
  readonly argument: Template | undefined;
  readonly argumentSpan: Span | undefined;
}

export interface Template {
  readonly parts: readonly TemplatePart[];
}

const OPEN = 123;
const CLOSE = 125;

/** Deeper nesting than any person writes; beyond it a reference is invalid rather than a stack overflow. */
const MAX_DEPTH = 100;

const REFERENCE = /\$(?:(\$)|([_a-zA-Z][_a-zA-Z0-9]*)|\{(?:([_a-zA-Z][_a-zA-Z0-9]*)(:?[-+?]|(?=\}))|))/g;

/** Parses `$NAME`, `${NAME…}` and `$$` as compose does. Never fails: what compose refuses becomes an `invalid` part. */
export function parseTemplate(text: string): Template {
  return parseRange(text, 0, text.length, 0);
}

function parseRange(text: string, start: number, end: number, depth: number): Template {
  const parts: TemplatePart[] = [];
  const pushText = (from: number, to: number): void => {
    if (to > from) parts.push({ kind: 'text', text: text.slice(from, to) });
  };
  const lastBrace = lastBraceOfLine(text, end);
  let position = start;
  while (position < end) {
    // The pattern would look for one behind the end as well, anew in every argument.
    const dollar = text.indexOf('$', position);
    if (dollar < 0 || dollar >= end) break;
    // Set anew each time: nested templates use the same pattern meanwhile.
    REFERENCE.lastIndex = dollar;
    const match = REFERENCE.exec(text);
    if (match === null || match.index + match[0].length > end) break;
    pushText(position, match.index);
    const [whole, escaped, plainName, bracedName, operator] = match;
    const headEnd = match.index + whole.length;
    if (escaped !== undefined) {
      parts.push({ kind: 'text', text: '$' });
      position = headEnd;
    } else if (plainName !== undefined) {
      const span = { start: match.index, end: headEnd };
      parts.push(reference(span, plainName, match.index + 1, '', undefined, undefined));
      position = headEnd;
    } else {
      const brace = bracedName === undefined || depth >= MAX_DEPTH ? -1 : lastBrace(headEnd);
      if (bracedName === undefined || brace < headEnd) {
        const span = { start: match.index, end: invalidEnd(text, headEnd, end) };
        parts.push({ kind: 'invalid', span });
        position = span.end;
        continue;
      }
      const closing = operator ? closingBrace(text, match.index, brace) : headEnd;
      const argumentSpan = operator ? { start: headEnd, end: closing } : undefined;
      const argument = argumentSpan && parseRange(text, argumentSpan.start, argumentSpan.end, depth + 1);
      const span = { start: match.index, end: closing + 1 };
      parts.push(reference(span, bracedName, match.index + 2, toOperator(operator), argument, argumentSpan));
      position = closing + 1;
    }
  }
  pushText(position, end);
  return { parts };
}

/** What looks like the whole of a reference that is none, so that an editor marks more than its `${`. */
function invalidEnd(text: string, headEnd: number, end: number): number {
  const rest = /^[^\s{}$]*\}?/.exec(text.slice(headEnd, Math.min(end, headEnd + 200)));
  return headEnd + (rest?.[0].length ?? 0);
}

function reference(
  span: Span,
  name: string,
  nameStart: number,
  operator: Operator,
  argument: Template | undefined,
  argumentSpan: Span | undefined,
): TemplateReference {
  const nameSpan = { start: nameStart, end: nameStart + name.length };
  return { kind: 'reference', span, name, nameSpan, operator, argument, argumentSpan };
}

const OPERATORS: readonly Operator[] = [':-', '-', ':?', '?', ':+', '+'];

function toOperator(text: string | undefined): Operator {
  return OPERATORS.find((operator) => operator === text) ?? '';
}

/** An argument ends on its own line: the last `}` there is the furthest that compose looks. -1 when there is none. */
function lastBraceOfLine(text: string, end: number): (from: number) => number {
  let lineEnd = -1;
  let brace = -1;
  return (from) => {
    if (from > lineEnd) {
      const newline = text.indexOf('\n', from);
      lineEnd = newline < 0 || newline > end ? end : newline;
      brace = text.lastIndexOf('}', lineEnd - 1);
    }
    return brace;
  };
}

/**
 * The brace that ends a reference. Compose counts braces but skips the character behind each `{`, and takes the
 * line's last brace when the count never returns to zero.
 */
function closingBrace(text: string, start: number, last: number): number {
  let open = 0;
  for (let i = start; i <= last; i++) {
    const code = text.charCodeAt(i);
    if (code === CLOSE && --open === 0) return i;
    if (code === OPEN) {
      open++;
      i++;
    }
  }
  return last;
}

/** A reference with what became of it. */
export interface ResolvedReference {
  readonly reference: TemplateReference;
  readonly outcome: 'value' | 'default' | 'unset' | 'error';
  /** False inside an argument that was not needed: compose does not look at it. */
  readonly isEvaluated: boolean;
}

export type TemplateFailure =
  | { readonly kind: 'invalid'; readonly span: Span }
  /** Variables that hold each other several times grow without bounds. */
  | { readonly kind: 'too-long'; readonly span: Span }
  | { readonly kind: 'required'; readonly span: Span; readonly name: string; readonly message: string };

export interface Evaluation {
  /** What compose would yield; a failed part yields nothing. */
  readonly text: string;
  /** A secret was substituted into the text. */
  readonly isSecret: boolean;
  /** Compose stops at the first one; more than a few dozen of one text are left out. */
  readonly failures: readonly TemplateFailure[];
  readonly references: readonly ResolvedReference[];
}

const MAX_FAILURES = 50;
/** What references may add to a text: Linux starts no process with a longer variable. */
const MAX_GROWTH = 128 * 1024;

export function evaluateTemplate(
  template: Template,
  lookup: (name: string) => Value | undefined,
): Evaluation {
  const failures: TemplateFailure[] = [];
  const references: ResolvedReference[] = [];
  let isSecret = false;
  let growth = 0;

  const fail = (failure: TemplateFailure): void => {
    if (failures.length < MAX_FAILURES) failures.push(failure);
  };

  const evaluate = (inner: Template | undefined): string => {
    let text = '';
    for (const part of inner?.parts ?? []) {
      if (part.kind === 'text') text += part.text;
      else if (part.kind === 'invalid') fail({ kind: 'invalid', span: part.span });
      else text += substitute(part);
    }
    return text;
  };

  const passOver = (inner: Template | undefined): void => {
    for (const part of inner?.parts ?? []) {
      if (part.kind !== 'reference') continue;
      references.push({ reference: part, outcome: outcomeOf(part, lookup(part.name)), isEvaluated: false });
      passOver(part.argument);
    }
  };

  const substitute = (part: TemplateReference): string => {
    const value = lookup(part.name);
    const outcome = outcomeOf(part, value);
    references.push({ reference: part, outcome, isEvaluated: true });
    const operator = part.operator;
    // Compose builds the message before it looks at the variable, so a broken message fails even when unused.
    const message = operator.endsWith('?') ? evaluate(part.argument) : undefined;
    if (outcome === 'error') {
      fail({ kind: 'required', span: part.span, name: part.name, message: message ?? '' });
      return '';
    }
    if (operator.endsWith('+') ? outcome === 'value' : outcome === 'default') return evaluate(part.argument);
    if (message === undefined) passOver(part.argument);
    if (outcome !== 'value' || value === undefined) return '';
    if (typeof value !== 'string') isSecret = true;
    const substituted = reveal(value);
    growth += substituted.length;
    if (growth <= MAX_GROWTH) return substituted;
    fail({ kind: 'too-long', span: part.span });
    return '';
  };

  const text = evaluate(template);
  return { text, isSecret, failures, references };
}

/** Whether the default of a secret went into the text: it is as secret, whatever it goes into. */
export function holdsSecretDefault(
  { references }: Evaluation,
  isSecretName: (name: string) => boolean,
): boolean {
  return references.some(
    ({ reference, outcome, isEvaluated }) =>
      isEvaluated &&
      outcome === 'default' &&
      reference.argument?.parts.length !== 0 &&
      isSecretName(reference.name),
  );
}

function outcomeOf(part: TemplateReference, value: Value | undefined): ResolvedReference['outcome'] {
  const isEmpty = value === undefined || (part.operator.startsWith(':') && reveal(value) === '');
  if (!isEmpty) return 'value';
  switch (part.operator) {
    case ':-':
    case '-':
      return 'default';
    case ':?':
    case '?':
      return 'error';
    case ':+':
    case '+':
    case '':
      return 'unset';
  }
}
