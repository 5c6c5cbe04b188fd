import type { ComposeProject } from './compose/project';
import type { Diagnostic } from './diagnostic';
import type { FileFacts } from './fileFacts';
import { rules } from './rules/all';
import { loadProblems } from './rules/loadProblems';
import { withMissingOnce } from './rules/missingOnce';
import type { ShownProblem } from './rules/missingOnce';
import type { Finding, Rule } from './rules/rule';
import { createStackContext } from './rules/stackContext';
import type { ProgramReader, StackContext } from './rules/stackContext';
import { withoutGuesses } from './rules/withoutGuesses';
import { levelOf } from './severityLevels';
import type { LevelsByCode } from './severityLevels';
import type { EngineFacts } from './stack/engineFacts';
import { withoutSuppressed } from './suppression';

/** A stack as loaded: what its files resolve to, and the files themselves by path relative to its folder. */
export interface CheckedStack {
  readonly project: ComposeProject;
  readonly texts: ReadonlyMap<string, string>;
  /** By path; what is not there is not known. */
  readonly facts?: ReadonlyMap<string, FileFacts>;
  /** Of `.env.example`. */
  readonly exampleText?: string;
  /** Without it nothing is said of what programs other than compose read. */
  readonly readAsProgram?: ProgramReader;
  /** Without it nothing is said of what runs. */
  readonly engine?: EngineFacts | undefined;
}

/**
 * What keeps compose from loading the files, and what every rule finds; by path and position, none twice. Comments in
 * the files and the levels given decide what is left out and how grave the rest is.
 */
export function checkStack(stack: CheckedStack, levels: LevelsByCode = new Map()): readonly Diagnostic[] {
  const context = createStackContext(stack);
  const problems = withoutGuesses(withMissingOnce(context)).map((problem, index) =>
    fromProblem(context, problem, index < MAX_REPAIRED),
  );
  const findings = rules
    .filter(({ code }) => levelOf(levels, code) !== 'off')
    .flatMap((rule) => [...rule.check(context)].map((finding) => fromFinding(rule, finding)));
  const ordered = withoutTwins([...problems, ...findings].sort(byPlace));
  return withLevels(withoutSuppressed(ordered, stack.texts), levels);
}

/** A file with more problems is no compose or env file at all; repairing each would take longer than reading it. */
const MAX_REPAIRED = 100;

function fromProblem(
  context: StackContext,
  { problem, at, related }: ShownProblem,
  isRepaired: boolean,
): Diagnostic {
  const { code, message } = problem;
  const kind = loadProblems.find((candidate) => candidate.code === code);
  return {
    path: at.path,
    span: at.span,
    code,
    severity: 'error',
    message,
    fixes: (isRepaired ? kind?.fixes?.(context, problem) : undefined) ?? [],
    ...(kind?.cure === undefined ? {} : { cure: kind.cure }),
    ...(related.length === 0 ? {} : { related }),
  };
}

function fromFinding(rule: Rule, finding: Finding): Diagnostic {
  const { at, message, severity = rule.severity, fixes = [], cure, related, isUnnecessary } = finding;
  return {
    path: at.path,
    span: at.span,
    code: rule.code,
    severity,
    message,
    fixes,
    ...(cure === undefined ? {} : { cure }),
    ...(related === undefined ? {} : { related }),
    ...(isUnnecessary === undefined ? {} : { isUnnecessary }),
  };
}

function withLevels(diagnostics: readonly Diagnostic[], levels: LevelsByCode): readonly Diagnostic[] {
  if (levels.size === 0) return diagnostics;
  return diagnostics.flatMap((diagnostic) => {
    const level = levelOf(levels, diagnostic.code);
    if (level === 'off') return [];
    return level === undefined ? diagnostic : { ...diagnostic, severity: level };
  });
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.path, b.path) ||
    a.span.start - b.span.start ||
    a.span.end - b.span.end ||
    compareText(a.code, b.code)
  );
}

// Not localeCompare: the order must not depend on the machine's language.
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

// A value shared by an anchor is seen once per service that uses it.
function withoutTwins(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ path, span, code, message }) => {
    const key = JSON.stringify([path, span.start, span.end, code, message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
