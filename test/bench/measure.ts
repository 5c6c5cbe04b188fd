/** A thing to measure: one run of it. */
export type Subject = () => unknown;

/** How long one subject goes on before it is another one's turn; one that takes longer runs once. */
const TURN_MS = 50;

/**
 * Medians of interleaved turns, in milliseconds per run, so that what else the machine does falls on all alike. In its
 * turn a subject pays for the memory that it uses itself, as it would in an editor.
 */
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
      const time = await timePerRun(subjects[name]);
      if (run >= warmUp) times.get(name)?.push(time);
    }
  }
  return Object.fromEntries([...times].map(([name, all]) => [name, median(all)])) as Record<Name, number>;
}

async function timePerRun(subject: Subject): Promise<number> {
  const start = performance.now();
  for (let count = 1; ; count++) {
    await subject();
    const elapsed = performance.now() - start;
    if (elapsed >= TURN_MS) return elapsed / count;
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}
