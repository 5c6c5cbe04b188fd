import type { NotebookCell } from './notebookFile';

/** The cells of a new notebook: three questions every operator has, ready to run. */
export function starterCells(stackName: string | undefined): readonly NotebookCell[] {
  const title = stackName === undefined ? 'Who answers?' : `${stackName}: who answers?`;
  return [
    sql(`-- ${title}
SELECT
    hostName() AS host,
    version() AS version,
    formatReadableTimeDelta(uptime()) AS up_for,
    currentUser() AS user,
    currentDatabase() AS database,
    timezone() AS time_zone,
    now() AS server_time;`),
    sql(`-- What takes the space? System logs that outgrow Langfuse's own tables are the usual surprise.
SELECT
    database,
    table,
    sum(rows) AS total_rows,
    formatReadableSize(sum(bytes_on_disk)) AS on_disk,
    round(sum(data_uncompressed_bytes) / nullIf(sum(data_compressed_bytes), 0), 1) AS compression,
    count() AS parts,
    max(modification_time) AS last_write
FROM system.parts
WHERE active
GROUP BY database, table
ORDER BY sum(bytes_on_disk) DESC;`),
    sql(`-- Is Langfuse receiving? The last seven days, per table.
SELECT 'traces' AS table, count() AS rows_7d, max(timestamp) AS newest_event, max(created_at) AS last_written,
    dateDiff('second', last_written, now64(3)) AS seconds_ago
FROM traces WHERE timestamp > now() - INTERVAL 7 DAY
UNION ALL
SELECT 'observations', count(), max(start_time), max(created_at) AS last_written,
    dateDiff('second', last_written, now64(3))
FROM observations WHERE start_time > now() - INTERVAL 7 DAY
UNION ALL
SELECT 'scores', count(), max(timestamp), max(created_at) AS last_written,
    dateDiff('second', last_written, now64(3))
FROM scores WHERE timestamp > now() - INTERVAL 7 DAY;`),
  ];
}

function sql(source: string): NotebookCell {
  return { kind: 'sql', source, layout: undefined };
}
