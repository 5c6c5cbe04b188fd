const waiting = new Set<() => unknown>();

/**
 * Waits for something that VS Code does in its own time. The test's time limit is the limit; `describe` then tells
 * what it was like at that moment.
 */
export async function eventually(
  isTrue: () => boolean | Promise<boolean>,
  describe?: () => unknown,
): Promise<void> {
  if (describe !== undefined) waiting.add(describe);
  try {
    while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 50));
  } finally {
    if (describe !== undefined) waiting.delete(describe);
  }
}

/** Waits for a promise that may never settle; `describe` then tells what it was like. */
export async function during<T>(describe: () => unknown, promise: Thenable<T>): Promise<T> {
  waiting.add(describe);
  try {
    return await promise;
  } finally {
    waiting.delete(describe);
  }
}

// Of every test of the bundle that this is in.
teardown(function () {
  if (this.currentTest?.state !== 'failed') return;
  for (const describe of waiting) console.log(`Still waiting: ${JSON.stringify(describe())}`);
});
