import { failed, notChecked, ok } from '../probe';
import type { ConnectAnswer, Probe, Verdict } from '../probe';
import type { ProbeContext } from '../probeContext';

/** Layer 2: what is published really leads somewhere. Services that publish nothing have no such probe. */
export function portProbes(context: ProbeContext): readonly Probe[] {
  return [...context.project.services.values()]
    .filter(({ isActive, ports }) => isActive && ports.some(({ protocol }) => protocol === 'tcp'))
    .map(({ name }): Probe => {
      const subject = {
        id: `port/${name}`,
        layer: 2,
        service: name,
        requires: context.needsRunning(name),
      } as const;
      const ports = context.publishedPorts(name);
      const addresses = ports
        .filter((port) => !context.isOutOfReach(port))
        .map((port) => ({ host: context.hostOf(port), port: port.published }));
      if (addresses.length > 0) return { ...subject, kind: 'connect', addresses, interpret };
      if (ports.length > 0) {
        const own = `${name} is published for ${context.facts.engineHost} itself, which no other machine reaches.`;
        return { ...subject, kind: 'known', verdict: notChecked(own) };
      }
      const verdict = failed(`The files publish a port of ${name}, but its container has none. Run Up.`);
      return { ...subject, kind: 'known', verdict };
    });
}

function interpret(answers: readonly ConnectAnswer[]): Verdict {
  const closed = answers.filter(({ error }) => error !== undefined);
  if (closed.length === 0) {
    return ok(`${answers.map(({ host, port }) => `${host}:${port}`).join(', ')} accept connections`);
  }
  const where = closed.map(({ host, port }) => `${host}:${port}`).join(', ');
  if (closed.every(({ error }) => error === 'ECONNREFUSED')) {
    return failed(
      `Nothing listens behind ${where}. The program in the container has ended, or not started yet.`,
    );
  }
  const errors = [...new Set(closed.map(({ error }) => error))].join(', ');
  return failed(`No connection to ${where} (${errors}). A firewall or a remote engine may be in the way.`);
}
