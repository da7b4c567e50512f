#!/bin/sh
# The whole suite on the configured database, and what touches the database once more on PostgreSQL where a server answers.
set -eu
py=.venv/bin/python
"$py" -m pytest -q -n 2 --dist loadgroup -m "not browser"
# Browsers have the machine to themselves. One that fails runs once more, alone, and both runs are shown.
"$py" -m pytest -q -m browser || "$py" -m pytest -q -m browser --last-failed --last-failed-no-failures none
if [ -n "${DATABASE_URL:-}" ]; then
  exit 0
fi
url=${TEST_POSTGRES_URL:-postgres:///test}
if "$py" - "$url" <<'PY' 2>/dev/null
import sys, psycopg
psycopg.connect(sys.argv[1], connect_timeout=2).close()
PY
then
  echo "PostgreSQL answers: what touches the database runs again, there."
  DATABASE_URL="$url" "$py" -m pytest -q -n 2 --dist loadgroup -m "not oracle and not pure and not browser"
else
  echo "Not run: the suite on PostgreSQL (no server answers; set TEST_POSTGRES_URL or DATABASE_URL)."
fi
