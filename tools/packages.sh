#!/bin/sh
# Installs exactly the packages of the given requirement files into .venv; says in one sentence why when it cannot.
set -u
log=$(mktemp)
trap 'rm -f "$log"' EXIT
options=""
for file in "$@"; do options="$options -r $file"; done
# shellcheck disable=SC2086 -- the options are words
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes $options >"$log" 2>&1 && exit 0
tail -n 5 "$log" >&2
if grep -qiE 'connection|resolve|unreachable|timed out|proxy|Could not find a version' "$log"; then
  echo "The packages could not be fetched: is there a network, or a PIP_INDEX_URL that answers? Then run make again." >&2
else
  echo "The packages could not be installed; pip's own reason stands above." >&2
fi
exit 1
