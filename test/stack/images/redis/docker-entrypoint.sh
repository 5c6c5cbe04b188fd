#!/bin/sh
# As the official image: options alone mean redis-server, which does not run as root.
set -e
case "$1" in -* | *.conf) set -- redis-server "$@" ;; esac
if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ]; then
  chown -R 998:998 /data
  exec setpriv --reuid 998 --regid 998 --clear-groups "$0" "$@"
fi
exec "$@"
