"""SQLite as this site runs it: the newest SQLite at hand, and a fair queue for writers."""

import sys

try:
    import pysqlite3
    import pysqlite3.dbapi2
except ImportError:
    # No wheel for this machine: the standard library's SQLite does.
    pass
else:
    # Django's backend imports `sqlite3`; here it gets the newer one, which has the fix for the WAL-reset bug.
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
