import { parseTemplate } from '../../src/core/env/template';
import type { Template } from '../../src/core/env/template';
import { resolvePlain } from '../../src/core/compose/scalar';

/**
 * A point in which versions of compose differ. Langfuse Stack follows the later one, as
 * `test/fixtures/env-compose-golden.json` records it, unless the reason says otherwise; the tests expect the earlier
 * behaviour of an earlier plugin.
 */
export interface VersionDifference {
  readonly reason: string;
  /** The first major version that behaves as we do. */
  readonly since: number;
  /** What the versions before make of it. */
  readonly before: 'refuse' | 'accept' | 'read otherwise';
}

export const versionDifferences = {
  unusedDefault: {
    reason: 'Compose 2 also refuses a broken reference in a default that is not needed.',
    since: 5,
    before: 'refuse',
  },
  timestamp: {
    reason: 'To Compose 2 an unquoted date is no value; later it is the text that Go makes of the time.',
    since: 5,
    before: 'refuse',
  },
  notFinite: {
    reason: 'Compose 2 passes .inf and .nan on; later the check of the schema refuses them.',
    since: 5,
    before: 'accept',
  },
  minusZero: {
    reason: 'To the YAML reader of Compose 2, -0 is the integer 0; later it is a float with a sign.',
    since: 5,
    before: 'read otherwise',
  },
  includeConflict: {
    reason:
      'Compose 2 refuses a service that an included file has as well; later the two merge and the main file wins.',
    since: 5,
    before: 'refuse',
  },
  questionMark: {
    reason: 'To Compose 2 a question mark inside brackets ends a text, so it refuses most; we do as it does.',
    since: 5,
    before: 'refuse',
  },
} as const satisfies Readonly<Record<string, VersionDifference>>;

/** The stacks of the corpus that meet one. */
export const corpusDifferences: Readonly<Record<string, VersionDifference>> = {
  'include-conflict': versionDifferences.includeConflict,
};

export function templateDifference(text: string): VersionDifference | undefined {
  return hasBrokenArgument(parseTemplate(text), false) ? versionDifferences.unusedDefault : undefined;
}

function hasBrokenArgument({ parts }: Template, isArgument: boolean): boolean {
  return parts.some((part) => {
    if (part.kind === 'invalid') return isArgument;
    return part.kind === 'reference' && part.argument !== undefined && hasBrokenArgument(part.argument, true);
  });
}

export function scalarDifference(plain: string): VersionDifference | undefined {
  const { type, text } = resolvePlain(plain);
  if (type === 'time') return versionDifferences.timestamp;
  if (type !== 'float') return undefined;
  if (plain === '-0') return versionDifferences.minusZero;
  return /Inf|NaN/.test(text) ? versionDifferences.notFinite : undefined;
}

/** Whether the plugin is from before the change. */
export function isBefore({ since }: VersionDifference, version: string): boolean {
  return Number.parseInt(version) < since;
}
