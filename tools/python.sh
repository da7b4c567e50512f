#!/bin/sh
# Makes a virtual environment with the first Python that is new enough; says in one sentence why when it cannot.
set -u
target=$1
ready() { [ -x "$target/bin/python" ] && "$target/bin/python" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
ready && exit 0
seen="" broken=""
for name in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python3.14 python3.15 python; do
  # A command may be there and not work, as pyenv's do for versions that are not chosen.
  version=$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
  seen=$version
  "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
  rm -rf "$target"
  "$name" -m venv "$target" >/dev/null 2>&1 && ready && echo "Python $version in $target" && exit 0
  rm -rf "$target"
  broken=$version
done
if [ -n "$broken" ]; then
  echo "Python $broken cannot make a virtual environment here: on Debian or Ubuntu, apt-get install python$broken-venv" >&2
elif [ -n "$seen" ]; then
  echo "Rolecall needs Python 3.11 or newer, and the newest found here is $seen." >&2
else
  echo "Rolecall needs Python 3.11 or newer, and found no Python here." >&2
fi
exit 1
