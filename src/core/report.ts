import type { CheckedStack } from './check';
import { codeFrame, withoutControls } from './codeFrame';
import { isAbsolute } from './compose/paths';
import type { Diagnostic, Severity } from './diagnostic';
import { secretTextsOf } from './secrets/redact';
import { SecretFinder } from './secrets/secretFinder';
import { LineIndex } from './text';

export const reportFormats = ['text', 'json', 'github', 'sarif'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** A diagnostic as other tools read it: lines and columns from 1, columns in UTF-16 units. */
export interface ReportEntry {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fixes: readonly { readonly title: string }[];
}

/** Entries of one stack, and what a reader is shown of its files. */
export interface ReportedEntry extends ReportEntry {
  /** The line with carets below what is meant. */
  readonly frame: readonly string[];
}

/** What a report says about a rule beside its findings. */
export interface RuleDescription {
  readonly code: string;
  readonly summary: string;
}

/** `prefix` is put before the paths, with a slash, unless it is empty. One that is absolute stays as it is. */
export function toReportEntries(
  diagnostics: readonly Diagnostic[],
  { texts, project }: CheckedStack,
  prefix = '',
): readonly ReportedEntry[] {
  const indexes = new Map<string, LineIndex>();
  const finder = new SecretFinder(secretTextsOf(project));
  return diagnostics.map(({ path, span, code, severity, message, fixes }) => {
    const index = indexes.get(path) ?? new LineIndex(texts.get(path) ?? '');
    indexes.set(path, index);
    const start = index.positionAt(span.start);
    const end = index.positionAt(span.end);
    return {
      path: prefix === '' || isAbsolute(path) ? path : `${prefix}/${path}`,
      line: start.line + 1,
      column: start.column + 1,
      endLine: end.line + 1,
      endColumn: end.column + 1,
      code,
      severity,
      message,
      fixes: fixes.map(({ title }) => ({ title })),
      frame: codeFrame(span, { index, secretsIn: (line) => finder.spansIn(index, line) }),
    };
  });
}

/** `rules` describe the codes in formats that have room for it. The result ends with a newline unless it is empty. */
export function formatReport(
  entries: readonly ReportedEntry[],
  format: ReportFormat,
  rules: readonly RuleDescription[],
): string {
  switch (format) {
    case 'text':
      return formatText(entries);
    case 'json':
      return `${JSON.stringify({ diagnostics: entries.map(toJsonEntry) }, undefined, 2)}\n`;
    case 'github':
      return entries.map((entry) => `${formatAnnotation(entry)}\n`).join('');
    case 'sarif':
      return `${JSON.stringify(toSarif(entries, rules), undefined, 2)}\n`;
  }
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** Whether a severity is at least as grave as the threshold. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);
}

function toJsonEntry(entry: ReportedEntry): ReportEntry {
  const { path, line, column, endLine, endColumn, code, severity, message, fixes } = entry;
  return { path, line, column, endLine, endColumn, code, severity, message, fixes };
}

function formatText(entries: readonly ReportedEntry[]): string {
  if (entries.length === 0) return 'No problems.\n';
  const blocks = entries.map(({ path, line, column, severity, code, message, fixes, frame }) =>
    [
      `${path}:${line}:${column}: ${severity}: ${message} [${code}]`,
      ...frame.map((text) => `  ${text}`),
      ...fixes.map(({ title }) => `  fix: ${title}`),
    ]
      .map((text) => `${withoutControls(text)}\n`)
      .join(''),
  );
  const counts = SEVERITIES.map((severity) => ({
    severity,
    count: entries.filter((entry) => entry.severity === severity).length,
  })).filter(({ count }) => count > 0);
  return `${blocks.join('\n')}\n${counts.map(({ severity, count }) => `${count} ${severity}${count > 1 && severity !== 'info' ? 's' : ''}`).join(', ')}\n`;
}

// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
function formatAnnotation({ path, line, column, endLine, endColumn, severity, code, message }: ReportEntry) {
  const level = severity === 'info' ? 'notice' : severity;
  // Columns belong to one line: GitHub refuses them on a range of several.
  const columns = line === endLine ? { col: column, endColumn } : {};
  const properties = Object.entries({ file: path, line, endLine, ...columns, title: code })
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(',');
  return `::${level} ${properties}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
function toSarif(entries: readonly ReportEntry[], rules: readonly RuleDescription[]) {
  const codes = [...new Set(entries.map(({ code }) => code))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'langfuse-stack',
            rules: codes.map((id) => {
              const summary = rules.find(({ code }) => code === id)?.summary;
              return summary === undefined ? { id } : { id, shortDescription: { text: summary } };
            }),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: entries.map(({ path, line, column, endLine, endColumn, code, severity, message }) => ({
          ruleId: code,
          ruleIndex: codes.indexOf(code),
          level: severity === 'info' ? 'note' : severity,
          message: { text: message },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
                region: { startLine: line, startColumn: column, endLine, endColumn },
              },
            },
          ],
        })),
      },
    ],
  };
}
