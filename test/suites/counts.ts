/** What a suite found. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const nothing: Counts = { passed: 0, failed: 0, skipped: 0 };

export function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

export function describeCounts({ passed, failed, skipped }: Counts): string {
  const parts = [`${passed} passed`, `${failed} failed`];
  return [...parts, ...(skipped > 0 ? [`${skipped} skipped`] : [])].join(', ');
}

/** Reads the last summary that mocha printed; undefined when there is none. */
export function readMochaSummary(output: string): Counts | undefined {
  const summary = lastSummary(output);
  if (summary === undefined) return undefined;
  const count = (word: string): number =>
    Number(new RegExp(`^ {2}(\\d+) ${word}\\b`, 'm').exec(summary)?.[1] ?? 0);
  return { passed: count('passing'), failed: count('failing'), skipped: count('pending') };
}

/** What a suite told of its failures alone: mocha's list of them, or the checks that are marked as failed. */
export function readFailures(output: string): string {
  const [, list] = lastSummary(output)?.split(/^ {2}\d+ failing\n+/m) ?? [];
  return (
    list ??
    withoutColours(output)
      .match(/^ {2}✘ .*(\n(?! {2}[✔✘] ).*)*/gm)
      ?.join('\n') ??
    ''
  );
}

function lastSummary(output: string): string | undefined {
  const plain = withoutColours(output);
  const start = [...plain.matchAll(/^ {2}\d+ passing\b/gm)].at(-1)?.index;
  return start === undefined ? undefined : plain.slice(start);
}

function withoutColours(output: string): string {
  return output.replace(/\x1b\[[0-9;]*m/g, '');
}
