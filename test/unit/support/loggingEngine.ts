import type { CulpritOptions } from '../../../src/adapters/culprit';
import type { OutputChunk } from '../../../src/adapters/dockerStreams';
import type { Container } from '../../../src/core/stack/container';

/** What is asked when one wants to know why containers are as they are. `logs` are what services print. */
export function loggingEngine(
  containers: () => readonly Container[],
  logs: Readonly<Record<string, string>>,
): CulpritOptions['engine'] {
  return {
    listContainers: () => Promise.resolve(containers().map((each) => ({ ...each, project: 'stack' }))),
    inspectContainer: (id) => Promise.resolve(containers().find((each) => each.id === id)),
    findPublishers: () => Promise.resolve([]),
    async *logs({ service }): AsyncGenerator<OutputChunk> {
      await Promise.resolve();
      const text = logs[service];
      if (text !== undefined)
        yield { stream: 'stdout', data: Buffer.from(`2026-01-01T00:00:00.1Z ${text}\n`) };
    },
  };
}
