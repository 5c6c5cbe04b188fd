#!/bin/sh
# Langfuse web's start, step by step: what must be set, the migrations, then the server.
if [ -z "$DATABASE_URL" ]; then
  if [ -n "$DATABASE_HOST" ] && [ -n "$DATABASE_USERNAME" ] && [ -n "$DATABASE_PASSWORD" ] && [ -n "$DATABASE_NAME" ]; then
    export DATABASE_URL="postgresql://$DATABASE_USERNAME:$DATABASE_PASSWORD@$DATABASE_HOST/$DATABASE_NAME${DATABASE_ARGS:+?$DATABASE_ARGS}"
  else
    echo "Error: Required database environment variables are not set. Provide a postgres url for DATABASE_URL."
    exit 1
  fi
fi
if [ -z "$CLICKHOUSE_URL" ]; then
  echo "Error: CLICKHOUSE_URL is not configured. Migrating from V2? Check out migration guide: https://langfuse.com/self-hosting/upgrade-guides/upgrade-v2-to-v3"
  exit 1
fi
export DIRECT_URL="${DIRECT_URL:-$DATABASE_URL}"

if [ "$LANGFUSE_AUTO_POSTGRES_MIGRATION_DISABLED" != true ]; then
  if ! node migratePostgres.mjs; then
    echo "Applying database migrations failed. This is mostly caused by the database being unavailable."
    echo "Exiting..."
    exit 1
  fi
fi

if [ "$LANGFUSE_AUTO_CLICKHOUSE_MIGRATION_DISABLED" != true ]; then
  status=0
  for name in CLICKHOUSE_MIGRATION_URL CLICKHOUSE_USER CLICKHOUSE_PASSWORD; do
    eval "value=\$$name"
    [ -z "$value" ] || continue
    [ "$name" = CLICKHOUSE_MIGRATION_URL ] && verb=configured || verb=set
    echo "Error: $name is not $verb."
    echo "Please set $name in your environment variables."
    status=1
    break
  done
  [ "$status" = 1 ] || node migrateClickHouse.mjs || status=1
  if [ "$status" = 1 ]; then
    echo "Applying clickhouse migrations failed. This is mostly caused by the database being unavailable."
    case "$CLICKHOUSE_PASSWORD" in
      *[\&=#?%+@\ ]*) echo "HINT: CLICKHOUSE_PASSWORD contains special characters that may break the migration URL." ;;
    esac
    echo "Exiting..."
    exit 1
  fi
fi
exec "$@"
