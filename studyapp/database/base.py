"""Django's SQLite backend with the write lock taken around every transaction."""

import os
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from studyapp.database.lock import WriteLock, lock_of


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes the lock at BEGIN IMMEDIATE, frees it at COMMIT, ROLLBACK and close."""

    _held: WriteLock | None = None

    def _lock(self) -> WriteLock | None:
        name = str(self.settings_dict["NAME"])
        # A database in memory has one process and no file to lock.
        return None if ":memory:" in name or "mode=memory" in name else lock_of(os.path.abspath(name))

    def _start_transaction_under_autocommit(self) -> None:
        lock = self._lock()
        if lock is not None and self._held is None:
            if not lock.acquire(timeout=float(self.settings_dict["OPTIONS"].get("timeout", 20))):
                raise OperationalError("database is locked")
            self._held = lock
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._free()
            raise

    def _free(self) -> None:
        if self._held is not None:
            held, self._held = self._held, None
            held.release()

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            # A failed COMMIT leaves the transaction open; Django rolls it back next, and frees the lock there.
            if self.connection is None or not self.connection.in_transaction:
                self._free()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._free()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._free()
