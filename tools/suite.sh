#!/bin/sh
# The whole suite on the configured database, and once more on PostgreSQL where a server answers.
set -eu
py=.venv/bin/python
# Browsers have the machine to themselves: beside other tests a page may wait longer than a test for it.
suite() {
  "$py" -m pytest -q -n 2 --dist loadgroup -m "not browser$1"
  "$py" -m pytest -q -m browser
}
suite ""
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
  export DATABASE_URL="$url"
  suite " and not oracle and not pure"
else
  echo "Not run: the suite on PostgreSQL (no server answers; set TEST_POSTGRES_URL or DATABASE_URL)."
fi
