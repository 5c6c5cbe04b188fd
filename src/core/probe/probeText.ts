import type { Outcome, ProbeReport, ProbeResult } from './probe';

const MARKS: Readonly<Record<Outcome, string>> = {
  ok: '✓',
  failed: '✗',
  'not-checked': '–',
  'could-not-see': '?',
};

/** The report for a terminal: one line a probe, then the sum. */
export function probesAsText(report: ProbeReport): string {
  const width = Math.max(0, ...report.probes.map(({ id }) => id.length));
  const lines = report.probes.map((probe) => probeLine(probe, width));
  return [...lines, '', `${summaryOf(report)}.`, ''].join('\n');
}

export function probeLine({ id, outcome, evidence, ms }: ProbeResult, width = 0): string {
  // What was known without asking took no time.
  const time = ms === 0 ? '' : ` (${ms} ms)`;
  return `${MARKS[outcome]} ${id.padEnd(width)}  ${evidence}${time}`;
}

/** Such as `12 probes passed, 1 failed, 2 not checked`. */
export function summaryOf({ probes }: ProbeReport): string {
  if (probes.length === 0) return 'Nothing was probed: no service of this project can be asked';
  const count = (outcome: Outcome) => probes.filter((probe) => probe.outcome === outcome).length;
  const passed = count('ok');
  const parts = [
    `${passed} ${passed === 1 ? 'probe' : 'probes'} passed`,
    ...(['failed', 'could-not-see', 'not-checked'] as const)
      .filter((outcome) => count(outcome) > 0)
      .map((outcome) => `${count(outcome)} ${outcome.replaceAll('-', ' ')}`),
  ];
  return parts.join(', ');
}

/**
 * The failure to tell the operator first; undefined when nothing failed. What a login or a schema says explains why a
 * container or a port is not well, so the deeper layers come first.
 */
export function headlineOf({ probes }: ProbeReport): ProbeResult | undefined {
  const bad = probes.filter(({ outcome }) => outcome === 'failed' || outcome === 'could-not-see');
  return bad.find(({ layer }) => layer >= 3) ?? bad[0];
}
