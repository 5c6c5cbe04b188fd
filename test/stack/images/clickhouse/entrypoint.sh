#!/bin/bash
# What an operator sees of the official image's entrypoint: the user of the environment is written into the container's
# own users.d at every start, never into the volume; the logs are files.
set -e
if [ "$#" -gt 0 ] && [ "${1#--}" = "$1" ]; then exec "$@"; fi

config=/etc/clickhouse-server
user=${CLICKHOUSE_USER:-default}
users_file=$config/users.d/default-user.xml
if [ "$user" != default ] || [ -n "$CLICKHOUSE_PASSWORD" ] || [ "${CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT:-0}" != 0 ]; then
  echo "$0: create new user '$user' instead 'default'"
  cat > "$users_file" <<XML
<clickhouse>
  <users>
    <default remove="remove"></default>
    <$user>
      <profile>default</profile>
      <networks><ip>::/0</ip></networks>
      <password><![CDATA[${CLICKHOUSE_PASSWORD//]]>/]]]]><![CDATA[>}]]></password>
      <quota>default</quota>
      <access_management>${CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT:-0}</access_management>
    </$user>
  </users>
</clickhouse>
XML
else
  echo "$0: neither CLICKHOUSE_USER nor CLICKHOUSE_PASSWORD is set, disabling network access for user 'default'"
fi

as_user=()
if [ "$(id -u)" = 0 ]; then
  chown -R 101:101 /var/lib/clickhouse /var/log/clickhouse-server
  as_user=(setpriv --reuid 101 --regid 101 --clear-groups)
fi
if [ -d /var/lib/clickhouse/data ]; then
  echo "ClickHouse Database directory appears to contain a database; Skipping initialization"
fi
echo "Processing configuration file '$config/config.xml'."
[ ! -f "$users_file" ] || echo "Merging configuration file '$users_file'."
echo "Logging trace to /var/log/clickhouse-server/clickhouse-server.log"
echo "Logging errors to /var/log/clickhouse-server/clickhouse-server.err.log"
# Every running query holds a thread of this pool.
export UV_THREADPOOL_SIZE=64
exec "${as_user[@]}" node --disable-warning=ExperimentalWarning /opt/clickhouse/server.mjs \
  --data /var/lib/clickhouse --logs /var/log/clickhouse-server --host 0.0.0.0 --http 8123 --native 9000
