/**
 * Skips the rest of the current suite after one of its own tests failed; called in the suite's body.
 * Mocha's `bail` would also skip it when a test of another suite failed.
 */
export function eachNeedsTheLast(): void {
  setup(function () {
    const hasFailed = this.currentTest?.parent?.tests.some(({ state }) => state === 'failed') === true;
    if (hasFailed) this.skip();
  });
}
