import { loadStack } from '../adapters/stackFiles';
import { readSurroundings } from '../adapters/surroundings';
import { checkStack } from '../core/check';
import type { Severity } from '../core/diagnostic';
import { formatReport, isAtLeast, reportFormats, toReportEntries } from '../core/report';
import type { ReportedEntry } from '../core/report';
import { rules } from '../core/rules/all';
import { loadProblems } from '../core/rules/loadProblems';
import { levels } from '../core/severityLevels';
import type { LevelsByCode } from '../core/severityLevels';
import { matchesCode } from '../core/suppression';
import { UserError } from '../core/userError';
import type { CliCommand } from './command';
import { UsageError, oneOf, parseCliArgs } from './command';

const severities: readonly Severity[] = ['error', 'warning', 'info'];

export const checkCommand: CliCommand = {
  usage:
    '[--format text|json|github|sarif] [--severity error|warning|info] [--level CODE=error|warning|info|off]… FOLDER…',
  summary: 'Says what will fail in the .env and compose files of each folder. Starts nothing.',
  async run(args, io) {
    const { values, positionals: folders } = parseCliArgs(args, {
      format: { type: 'string', default: 'text' },
      severity: { type: 'string', default: 'info' },
      level: { type: 'string', multiple: true, default: [] },
    });
    const format = oneOf('format', values.format, reportFormats);
    const threshold = oneOf('severity', values.severity, severities);
    const levelsByCode = parseLevels(values.level);
    if (folders.length === 0) throw new UsageError('Name at least one folder.');

    const entries: ReportedEntry[] = [];
    let isUnreadable = false;
    for (const folder of folders) {
      try {
        const stack = await loadStack(folder, { environment: io.environment });
        const prefix = folders.length > 1 || format !== 'json' ? pathPrefix(folder) : '';
        const surroundings = await readSurroundings(stack);
        const diagnostics = checkStack({ ...stack, ...surroundings }, levelsByCode);
        entries.push(...toReportEntries(diagnostics, stack, prefix));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        // The other folders are still worth a report.
        io.stderr(`${error.message}\n`);
        isUnreadable = true;
      }
    }
    const shown = entries.filter(({ severity }) => isAtLeast(severity, threshold));
    // "No problems." must not stand for a folder that nobody could read.
    const isNothingKnown = isUnreadable && shown.length === 0 && format === 'text';
    if (!isNothingKnown) io.stdout(formatReport(shown, format, rules));
    if (isUnreadable) return 2;
    return shown.length > 0 ? 1 : 0;
  },
};

const KNOWN_CODES = [...rules, ...loadProblems].map(({ code }) => code);

/** Reads `CODE=LEVEL`, where the code may be `prefix/*`. */
function parseLevels(options: readonly string[]): LevelsByCode {
  return new Map(
    options.map((option) => {
      const [, code, word] = /^([\w-]+\/(?:[\w-]+|\*))=(.*)$/.exec(option) ?? [];
      if (code === undefined || word === undefined)
        throw new UsageError(`--level takes CODE=LEVEL, such as env/*=warning, not "${option}".`);
      // A code that is written wrong would change nothing, and nobody would notice.
      if (!KNOWN_CODES.some((known) => matchesCode(code, known)))
        throw new UsageError(`There is no rule ${code}. docs/rules.md lists all of them.`);
      return [code, oneOf('level', word, levels)] as const;
    }),
  );
}

// Annotations and a reader's terminal need paths from where the command ran; `.` adds nothing to them.
function pathPrefix(folder: string): string {
  const path = folder
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/)+/, '')
    .replace(/\/+$/, '');
  return path === '.' ? '' : path;
}
