import type { Severity } from './diagnostic';
import { matchesCode } from './suppression';

export const levels = ['error', 'warning', 'info', 'off'] as const;

/** A severity that a user gives to a rule; `off` silences it. */
export type Level = Severity | 'off';

/** Levels by code, or by `prefix/*`. A code of its own wins over its prefix. */
export type LevelsByCode = ReadonlyMap<string, Level>;

/** Reads what a settings file holds; entries that are no level are left out. */
export function toLevels(setting: unknown): LevelsByCode {
  if (typeof setting !== 'object' || setting === null) return new Map();
  const known = new Map<string, Level>();
  for (const [code, word] of Object.entries(setting)) {
    const level = levels.find((candidate) => candidate === word);
    if (level !== undefined) known.set(code, level);
  }
  return known;
}

/** What a user decided about a code; undefined when nothing. */
export function levelOf(levelsByCode: LevelsByCode, code: string): Level | undefined {
  const exact = levelsByCode.get(code);
  if (exact !== undefined || levelsByCode.size === 0) return exact;
  return [...levelsByCode].find(([pattern]) => matchesCode(pattern, code))?.[1];
}
