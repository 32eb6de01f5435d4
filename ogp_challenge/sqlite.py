"""SQLite that can still be read where nothing can be written."""

import sqlite3
from pathlib import Path
from typing import Any

#: The file, its folder or the disk refuses writing, be it only of the small file that readers share in WAL mode.
UNWRITABLE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}


def primary_code(error: BaseException | None) -> int | None:
    """The kind of an error of SQLite, without its finer distinctions; None for one that is not SQLite's."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


class Connection(sqlite3.Connection):
    """A connection that reads a database as it lies there when SQLite cannot open it in the ordinary way.

    In WAL mode even a reader writes, into a file beside the database. Where it cannot, the database is opened as
    one that nobody changes, which is true as long as nothing waits in the log; the next request tries again.
    """

    def __init__(self, database: str, **options: Any) -> None:
        super().__init__(database, **options)
        try:
            self.execute("PRAGMA schema_version")
        except sqlite3.OperationalError as error:
            path = Path(database)
            if primary_code(error) not in UNWRITABLE or not path.is_file() or _waiting(path):
                raise
            super().__init__(f"{path.absolute().as_uri()}?immutable=1", **options)


def _waiting(path: Path) -> bool:
    """Whether something was committed that has not been written into the database itself."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0
