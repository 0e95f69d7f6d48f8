#!/bin/sh
# What the image runs: the server alone when everything is given, else an installation with its own database in /data.
set -eu

# A core file would hold keys and credentials in clear.
ulimit -c 0

if [ -n "${DATABASE_URL:-}" ] && [ -n "${ENCRYPTION_KEYS:-}" ] && [ -n "${AUTH_SECRET:-}" ]; then
  node scripts/migrate.mjs
  exec node dist/main.mjs
fi
exec node scripts/start.mjs --prebuilt
