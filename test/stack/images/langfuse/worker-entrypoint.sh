#!/bin/sh
if [ -z "$DATABASE_URL" ]; then
  if [ -n "$DATABASE_HOST" ] && [ -n "$DATABASE_USERNAME" ] && [ -n "$DATABASE_PASSWORD" ] && [ -n "$DATABASE_NAME" ]; then
    export DATABASE_URL="postgresql://$DATABASE_USERNAME:$DATABASE_PASSWORD@$DATABASE_HOST/$DATABASE_NAME${DATABASE_ARGS:+?$DATABASE_ARGS}"
  else
    echo "Error: Required database environment variables are not set. Provide a postgres url for DATABASE_URL."
    exit 1
  fi
fi
exec "$@"
