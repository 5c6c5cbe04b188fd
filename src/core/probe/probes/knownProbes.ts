import type { Layer, Probe, Verdict } from '../probe';
import { notChecked } from '../probe';

/** Probes that need not be asked: the first one has the verdict, and the others cannot be asked for the same reason. */
export function knownProbes(
  service: string,
  verdict: Verdict,
  subjects: readonly { readonly id: string; readonly layer: Layer }[],
): readonly Probe[] {
  return subjects.map(({ id, layer }, index) => ({
    id,
    layer,
    service,
    requires: [],
    kind: 'known',
    verdict: index === 0 ? verdict : notChecked(verdict.evidence),
  }));
}
