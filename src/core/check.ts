import type { ComposeProject } from './compose/project';
import type { Diagnostic } from './diagnostic';
import { isInsideValue } from './env/insideValue';
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
import type { IsInsideText } from './suppression';

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
 * What keeps compose from loading the files, and what every rule finds; by path and position, none twice, and of one kind
 * not more than anybody reads. Comments in the files and the levels given decide what is left out and how grave the rest
 * is. No comment hides that compose refuses a file, and no level that is not given for the very code.
 */
export function checkStack(stack: CheckedStack, levels: LevelsByCode = new Map()): readonly Diagnostic[] {
  const context = createStackContext(stack);
  const problems = withoutGuesses(withMissingOnce(context)).map((problem, index) =>
    fromProblem(context, problem, index < MAX_REPAIRED),
  );
  const findings = rules
    .filter(({ code }) => levelOf(levels, code) !== 'off')
    .flatMap((rule) => [...rule.check(context)].map((finding) => fromFinding(rule, finding)));
  const wanted = withoutSuppressed(findings, stack.texts, (path) => insideTextOf(context, path));
  const all = [...withLevels(problems, exactly(levels)), ...withLevels(wanted, levels)];
  return withoutCrowds(withoutTwins(all.sort(byPlace)));
}

/** Whether an offset is part of a value of a file. */
function insideTextOf({ yamlFile, envDocuments }: StackContext, path: string): IsInsideText {
  const file = yamlFile(path);
  if (file !== undefined) return (offset) => file.isInsideText(offset);
  const document = envDocuments.get(path);
  return (offset) => document !== undefined && isInsideValue(document, offset);
}

/** Without patterns: what compose refuses is not to be silenced along with the rules of a prefix. */
function exactly(levels: LevelsByCode): LevelsByCode {
  return new Map([...levels].filter(([code]) => !code.endsWith('/*')));
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

/** Findings of one code that are shown of one file. */
const MAX_ALIKE = 100;

/** Thousands of findings alike tell no more than the first ones: what follows is counted where it begins. */
function withoutCrowds(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const crowds = new Map<string, { shown: number; first: number; more: number }>();
  const kept: Diagnostic[] = [];
  for (const diagnostic of diagnostics) {
    const key = `${diagnostic.code} ${diagnostic.path}`;
    const crowd = crowds.get(key) ?? { shown: 0, first: 0, more: 0 };
    crowds.set(key, crowd);
    if (crowd.shown < MAX_ALIKE) {
      crowd.shown++;
      kept.push(diagnostic);
    } else if (crowd.more++ === 0) {
      crowd.first = kept.push(diagnostic) - 1;
    }
  }
  for (const { first, more } of crowds.values()) {
    const diagnostic = kept[first];
    // One more takes no more room than saying so.
    if (diagnostic !== undefined && more > 1) kept[first] = closing(diagnostic, more);
  }
  return kept;
}

function closing({ path, span, code, severity }: Diagnostic, count: number): Diagnostic {
  const message = `Here and further down the same is found ${count} times more. Mend what stands above first, or look whether this is the right file.`;
  return { path, span, code, severity, message, fixes: [] };
}

// A value shared by an anchor is seen once per service that uses it.
function withoutTwins(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ path, span, code, message }) => {
    const key = [span.start, span.end, code, path, message].join(' ');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
