import type { Loss, Step } from '../plan';
import { formatBytes } from '../planText';
import { BACKUP_FOLDER } from '../backups';
import type { Reset } from './resetClickHouse';
import { DATA } from './shared';

const { folder: FOLDER } = DATA.clickhouse;
/** The folder is the archive's first entry, so it is unpacked into the one above. */
const PARENT = FOLDER.slice(0, FOLDER.lastIndexOf('/'));

/**
 * Copies ClickHouse's data out of a stopped container. That needs neither configuration nor a place that ClickHouse may
 * write to, which BACKUP does, and works for a server that does not start any more.
 */
export function saveSteps({ clickhouse: { name }, volumes, saved }: Reset): readonly Step[] {
  return [
    {
      kind: 'compose',
      // It flushes what it holds in memory, which may take longer than compose's own ten seconds.
      args: ['stop', '--timeout', '60', name],
      title: `Stop ${name}, so that its files stay as they are`,
      ifStopped: 'Langfuse is stopped and no data is lost. Run Up to start everything again.',
    },
    {
      kind: 'compose',
      // An earlier reset may have been stopped between the container and its volume.
      args: ['up', '--no-start', '--no-deps', name],
      title: `See that ${name} has a container with the volume that the files name`,
      ifStopped: 'Langfuse and ClickHouse are stopped and no data is lost. Run Up to start everything again.',
    },
    {
      kind: 'save-folder',
      service: name,
      folder: FOLDER,
      volumes: volumes.map((volume) => volume.name),
      sizeBytes: totalOf(saved),
      title: `Copy ${FOLDER} of ${name} into ${BACKUP_FOLDER}, and read the copy back`,
      ifStopped: 'Langfuse and ClickHouse are stopped and no data is lost. Run Up to start everything again.',
    },
  ];
}

export function costOfSaving(losses: readonly Loss[]): string {
  const size = totalOf(losses);
  const amount = size === undefined ? 'the size of the data' : formatBytes(size);
  return `The copy takes up to ${amount} in ${BACKUP_FOLDER}, beside the compose file. Langfuse and ClickHouse are stopped until it is written and read back.`;
}

/** For a POSIX shell in the stack's folder. FILE stands for the name of the copy. */
export function restoreCommands(writers: readonly string[], reset: Reset): readonly string[] {
  const { name } = reset.clickhouse;
  return [
    `docker compose stop ${writers.join(' ')}`,
    `docker compose rm --stop --force ${reset.volumes.length === 0 ? '--volumes ' : ''}${name}`,
    ...reset.volumes.map((volume) => `docker volume rm ${volume.name}`),
    `docker compose up --no-start --no-deps ${name}`,
    `gunzip --stdout ${BACKUP_FOLDER}/FILE | docker compose cp - ${name}:${PARENT}`,
    'docker compose up --detach',
  ];
}

/** Undefined as soon as one size is not known. */
function totalOf(losses: readonly Loss[]): number | undefined {
  const sizes = losses.map(({ sizeBytes }) => sizeBytes);
  return sizes.reduce((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size), 0);
}
