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
    ...rules.map(({ code, severity, summary, explanation }) => ({ code, severity, summary, explanation })),
    ...loadProblems.map(({ code, summary, explanation = REFUSED }) => ({
      code,
      severity: 'error',
      summary,
      explanation,
    })),
  ].sort((a, b) => (a.code < b.code ? -1 : 1));
  return [
    '# What is checked',
    '',
    '`langfuse-stack check` and the Problems view of the editor say the same. An **error** keeps compose or a container',
    'from working, a **warning** works but is wrong, unsafe or lossy, an **info** is worth knowing. A value that is not',
    'known for certain is never complained about.',
    '',
    ...sections.flatMap(({ code, severity, summary, explanation }) => [
      `## ${code}`,
      '',
      `**${severity}** · ${summary}`,
      '',
      explanation,
      '',
    ]),
  ].join('\n');
}
