/** Where copies of data go, in the stack's folder. */
export const BACKUP_FOLDER = 'langfuse-backups';

/** `ai-gateway-clickhouse-20260101T120000Z.tar.gz`, by the time in ISO 8601. */
export function backupName(project: string, service: string, time: string): string {
  return `${project}-${service}-${time.replace(/[-:]|\.\d+/g, '')}.tar.gz`;
}
