import { changedMounts } from '../../stack/drift';
import type { Rule } from '../rule';
import { containerOf } from './drift';

export const fileDrift: Rule = {
  code: 'runtime/file-drift',
  severity: 'info',
  summary: 'A mounted configuration file was written after its container had started.',
  explanation:
    'Most programs read their configuration when they start. A file or folder that is mounted into a container may be edited while it runs, and **Up** does not see that: compose compares what the compose file says, not what is in the files that it mounts. **Restart Service** (`docker compose restart SERVICE`) makes sure that the service runs with what you wrote. ClickHouse takes most changes of its configuration by itself, after some seconds. What the container may write to, large files and whatever else looks like data is left out; of files on another machine nothing is known. This is checked in the editor while the engine can be reached, not by the command line.',
  *check(stack) {
    for (const service of stack.project.services.values()) {
      const container = containerOf(stack, service);
      if (container === undefined) continue;
      for (const { source, origin } of changedMounts(service, container)) {
        yield {
          at: origin,
          message: `${source} was written after ${service.name} had started, which may still go on with what it was. Restart ${service.name} to be sure; Up does not.`,
          cure: { restart: service.name },
        };
      }
    }
  },
};
