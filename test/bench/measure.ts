/** A thing to measure: one run of it. */
export type Subject = () => unknown;

/** Medians of interleaved runs in milliseconds, so that what else the machine does falls on all alike. */
export async function medians<Name extends string>(
  subjects: Readonly<Record<Name, Subject>>,
  { runs, warmUp }: { readonly runs: number; readonly warmUp: number },
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(subjects) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let run = 0; run < warmUp + runs; run++) {
    for (const name of names) {
      // Nobody pays for what the one before left behind.
      globalThis.gc?.();
      const start = performance.now();
      await subjects[name]();
      if (run >= warmUp) times.get(name)?.push(performance.now() - start);
    }
  }
  return Object.fromEntries([...times].map(([name, all]) => [name, median(all)])) as Record<Name, number>;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}
