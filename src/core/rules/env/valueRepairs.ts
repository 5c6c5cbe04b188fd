import { normalizeProjectName } from '../../compose/projectName';
import type { LoadProblem } from '../../compose/project';
import type { Fix } from '../../diagnostic';
import { parseTemplate } from '../../env/template';
import { fixOf, replaceAt } from '../edits';
import { textOf } from '../reading';
import type { StackContext } from '../stackContext';
import { assignmentAt } from '../stackContext';

const OTHER_QUOTE: Readonly<Record<string, string>> = { "'": '"', '"': "'" };

/** Fixes for a quote that is never closed; the problem spans from the quote to the end of its line. */
export function closeQuote(stack: StackContext, problem: LoadProblem): readonly Fix[] {
  const { path, span } = problem;
  const written = textOf(stack, problem).trimEnd();
  const quote = written.slice(0, 1);
  const inner = written.slice(1);
  const place = { path, span: { start: span.start, end: span.start + written.length } };
  // The backslash that ends a Windows path takes the closing quote away.
  if (inner.endsWith(`\\${quote}`)) {
    const plain = inner.slice(0, -1);
    return /^[^\s#$"'][^#$"']*$/.test(plain)
      ? fixOf('Write it without quotes', [replaceAt(place, plain)])
      : [];
  }
  if (inner.endsWith('\\')) return [];
  const end = { start: place.span.end, end: place.span.end };
  const other = OTHER_QUOTE[quote] ?? '';
  const isPlain = !inner.includes(other) && !/[\\$]/.test(inner);
  return [
    ...fixOf(
      'Close the quote at the end of the line',
      [replaceAt({ path, span: end }, quote)],
      isLastLineOfValue(stack, problem) ? 'preferred' : 'offered',
    ),
    ...(isPlain && inner !== ''
      ? fixOf('Make the quote a part of the value', [replaceAt(place, other + written + other)], 'offered')
      : []),
  ];
}

// What stands between this line and the next variable may be the rest of a value over several lines.
function isLastLineOfValue(stack: StackContext, { path, span }: LoadProblem): boolean {
  const broken = stack.envDocuments
    .get(path)
    ?.items.find(
      (item) => item.kind === 'broken' && item.span.start <= span.start && span.end <= item.span.end,
    );
  const rest = stack.texts.get(path)?.slice(span.end, broken?.span.end ?? span.end) ?? '';
  return /^(?:\s|#.*)*$/.test(rest);
}

/** Fixes for a `${…}` that is no reference. */
export function repairReference(stack: StackContext, problem: LoadProblem): readonly Fix[] {
  const { path, span } = problem;
  const start = { start: span.start, end: span.start };
  const assigning = /^(\$\{[A-Za-z_]\w*:?)=[^{}]*\}$/.exec(textOf(stack, problem))?.[1];
  const sign = span.start + (assigning?.length ?? 0);
  return [
    ...(assigning === undefined
      ? []
      : fixOf(
          'Write - for a default',
          [replaceAt({ path, span: { start: sign, end: sign + 1 } }, '-')],
          'offered',
        )),
    ...inSingleQuotes(stack, problem),
    ...fixOf('Write $$ for a plain dollar', [replaceAt({ path, span: start }, '$')], 'offered'),
  ];
}

/** Nobody mends a longer value by hand, and each of its problems would go through all of it. */
const MAX_REPAIRED = 10_000;

function inSingleQuotes(stack: StackContext, problem: LoadProblem): readonly Fix[] {
  const value = assignmentAt(stack, problem)?.value;
  if (value === undefined || value.style === 'single') return [];
  const { text } = value.decoded;
  if (text.length > MAX_REPAIRED) return [];
  const written = textOf(stack, { path: problem.path, span: value.contentSpan });
  const hasReference = parseTemplate(text).parts.some(({ kind }) => kind === 'reference');
  // Only what means the same in single quotes, but for the dollar.
  if (hasReference || written !== text || /['\\]|\$\$/.test(text)) return [];
  const place = { path: problem.path, span: value.span };
  return fixOf('Put the value in single quotes', [replaceAt(place, `'${text}'`)], 'offered');
}

/** `${NAME:?}` becomes `${NAME:-}`. */
export function dropRequirement(stack: StackContext, problem: LoadProblem): readonly Fix[] {
  const name = /^\$\{([A-Za-z_]\w*):?\?[^{}]*\}$/.exec(textOf(stack, problem))?.[1];
  return name === undefined
    ? []
    : fixOf(`Go on without ${name}`, [replaceAt(problem, `\${${name}:-}`)], 'offered');
}

/** Writes the project's name as compose would make it from any other text. */
export function normalizeName(stack: StackContext, problem: LoadProblem): readonly Fix[] {
  const assignment = assignmentAt(stack, problem);
  const value = assignment?.key.text === 'COMPOSE_PROJECT_NAME' ? assignment.value : undefined;
  const name = value === undefined ? '' : normalizeProjectName(value.decoded.text);
  if (value === undefined || name === '' || value.decoded.text.includes('$')) return [];
  return fixOf(`Call it ${name}`, [replaceAt({ path: problem.path, span: value.span }, name)]);
}
