import { loadProblems } from './loadProblems';
import { rules } from './all';

const REFUSED = 'Compose refuses the files, so no command works until this is corrected.';

let lines: ReadonlyMap<string, number> | undefined;

/** The line, from 1, at which each code's section of `docs/rules.md` begins. */
export function ruleLines(): ReadonlyMap<string, number> {
  lines ??= new Map(
    renderRulesPage()
      .split('\n')
      .flatMap((line, index) => (line.startsWith('## ') ? [[line.slice(3), index + 1] as const] : [])),
  );
  return lines;
}

/** The text of `docs/rules.md`. */
export function renderRulesPage(): string {
  const sections = [
    ...rules,
    ...loadProblems.map((kind) => ({ explanation: REFUSED, ...kind, severity: 'error' })),
  ].sort((a, b) => (a.code < b.code ? -1 : 1));
  return [
    '# What is checked',
    '',
    '`langfuse-stack check` and the Problems view of the editor say the same. An **error** keeps compose or a container',
    'from working, a **warning** works but is wrong, unsafe or lossy, an **info** is worth knowing. A value that is not',
    'known for certain is never complained about. Of very many findings alike in one file the first are shown and the',
    'others counted.',
    '',
    'A comment silences a rule: `# langfuse-stack-disable-line CODE -- reason`, `-next-line` above the line, or `-file`',
    'anywhere; `prefix/*` stands for all of a prefix, and no code for all rules. A level (`--level CODE=off`, or the',
    'setting `langfuseStack.diagnostics.levels`) does so for a whole stack. What compose refuses stays refused, so no comment',
    'and no level for a prefix hides it; a level for its own code does, for a Compose that knows more than this tool.',
    '',
    ...sections.flatMap(({ code, severity, summary, explanation, withoutFix }) => [
      `## ${code}`,
      '',
      `**${severity}** · ${summary}`,
      '',
      explanation,
      '',
      ...(withoutFix === undefined ? [] : [`No quick fix: ${withoutFix}`, '']),
    ]),
  ].join('\n');
}
