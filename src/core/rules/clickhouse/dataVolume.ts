import { fixOf, inFile } from '../edits';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';
import type { ComposeService } from '../../compose/project';

const DATA_PATH = '/var/lib/clickhouse';

export const dataVolume: Rule = {
  code: 'clickhouse/data-volume',
  severity: 'warning',
  summary: 'ClickHouse keeps its data in no named volume.',
  explanation:
    'Without a volume or folder mounted at `/var/lib/clickhouse` the data lives in an anonymous volume that belongs to the container. `docker compose down` and the next `up` start with an empty database, while Postgres and S3 still know the old projects and events. Mount a named volume.',
  *check(stack) {
    if (!stack.isComplete) return;
    for (const service of stack.services('clickhouse')) {
      // A mount of a parent folder holds the data as well.
      const isKept = service.mounts.some(({ target }) =>
        `${DATA_PATH}/`.startsWith(`${target.replace(/\/$/, '')}/`),
      );
      if (isKept || !/(?:^|\/)clickhouse\/clickhouse-server(?::|@|$)/.test(service.image?.value ?? ''))
        continue;
      yield {
        at: service.origin,
        message: `${service.name} keeps its data in no named volume, so everything in it is gone after "docker compose down" and "up". Mount a volume at ${DATA_PATH}.`,
        fixes: mountVolume(stack, service),
      };
    }
  },
};

function mountVolume(stack: StackContext, { name, origin }: ComposeService) {
  const key = `${name.replaceAll('-', '_')}_data`;
  const yaml = stack.yamlFile(origin.path);
  if (yaml === undefined || stack.project.volumes.has(key)) return [];
  const edits = [
    yaml.insertItem(origin.span.start, 'volumes', `${key}:${DATA_PATH}`),
    yaml.appendToSection('volumes', [`${key}:`]),
  ];
  // The new volume is empty: what an anonymous one holds does not move by itself.
  return fixOf('Mount a named volume', [inFile(origin.path, edits)], 'offered');
}
