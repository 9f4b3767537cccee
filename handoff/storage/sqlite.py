"""The embedded store: SQLite in WAL mode with `synchronous=FULL` and one writer thread.

The writer takes every write that waits, runs them one after another in one transaction, commits once and answers each
(group commit: on two cores a commit a message reached 190–270 messages/s, group commit 2,750). Reads run on connections
of their own and never wait for the writer.
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3 as stdlib_sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pysqlite3
import structlog
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from handoff.errors import Code, HandoffError
from handoff.ports import R, Transaction
from handoff.storage.sql import SqlTransaction
from handoff.storage.statements import Statements

LARGEST_BATCH = 512
READERS = 2
BUSY_SECONDS = 30
RETRY_SECONDS = 0.01
BROKEN_WAL = ((3, 7, 0), (3, 51, 2))  # a WAL with two connections can corrupt in these versions
log = structlog.get_logger(__name__)


class StorageRefused(Exception):
    """The database cannot be used; the message is one sentence for the operator."""


def require_sound_library(version: tuple[int, ...] = pysqlite3.sqlite_version_info) -> None:
    """Raises StorageRefused for a SQLite library that can corrupt a WAL with two connections."""
    if BROKEN_WAL[0] <= version <= BROKEN_WAL[1]:
        shown = ".".join(map(str, version))
        raise StorageRefused(
            f"SQLite {shown} can corrupt a database that two programs use: install pysqlite3>=0.6.1 (SQLite 3.53)."
        )


def sqlite_engine(path: Path, pool_size: int = 1) -> Engine:
    """An engine on the file, WAL and `synchronous=FULL`; its users say BEGIN themselves."""
    require_sound_library()
    engine = create_engine(
        f"sqlite:///{path}",
        module=pysqlite3,
        paramstyle="named",
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=0,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
    )

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        _into_wal(connection)
        connection.execute("PRAGMA synchronous=FULL")

    return engine


def _into_wal(connection: Any) -> None:
    """For this switch alone SQLite does not wait for another process that makes it, so we do."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except pysqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(RETRY_SECONDS)
        else:
            return


@dataclass(slots=True)
class _Job:
    work: Callable[[Transaction], Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    then: Callable[[Any], None] | None
    result: Any = None
    error: BaseException | None = None

    def resolve(self) -> None:
        """Tells, then answers; runs in the event loop."""
        if self.error is None and self.then is not None:
            self.then(self.result)
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
            self.future.exception()  # who asked may be gone by now, and then it is nobody's
        else:
            self.future.set_result(self.result)


class SqliteStore:
    """Implements `handoff.ports.Store` on one file."""

    def __init__(self, path: Path) -> None:
        self._engine = sqlite_engine(path, pool_size=READERS + 1)
        self._statements = Statements(self._engine.dialect, locking=False)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="vuoro-reader")
        self._writer = threading.Thread(target=self._write_forever, name="vuoro-writer", daemon=True)
        self._closed = False
        self._writer.start()

    async def write(self, work: Callable[[Transaction], R], then: Callable[[R], None] | None = None) -> R:
        if self._closed:
            raise HandoffError(Code.UNAVAILABLE, "the service is stopping")
        loop = asyncio.get_running_loop()
        job = _Job(work, loop, loop.create_future(), then)
        self._jobs.put(job)
        result: R = await job.future
        return result

    async def read(self, work: Callable[[Transaction], R]) -> R:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self._read, work)

    async def close(self) -> None:
        self._closed = True
        self._jobs.put(None)
        await asyncio.to_thread(self._writer.join)
        self._readers.shutdown()
        self._engine.dispose()

    # -- the readers' threads ----------------------------------------------------------------------

    def _read(self, work: Callable[[Transaction], R]) -> R:
        try:
            with self._engine.connect() as connection:
                connection.exec_driver_sql("BEGIN")
                try:
                    return work(SqlTransaction(connection, self._statements))
                finally:
                    connection.exec_driver_sql("COMMIT")
        except DBAPIError as error:
            raise _unavailable(error) from error

    # -- the writer's thread -----------------------------------------------------------------------

    def _write_forever(self) -> None:
        while True:
            job = self._jobs.get()
            if job is None:
                return
            batch, last = self._waiting_with(job)
            self._commit(batch)
            self._answer(batch)
            if last:
                return

    def _waiting_with(self, first: _Job) -> tuple[list[_Job], bool]:
        batch = [first]
        while len(batch) < LARGEST_BATCH:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return batch, True
            batch.append(job)
        return batch, False

    def _commit(self, batch: list[_Job]) -> None:
        """Commits the batch; where one of several spoils it by failing half-written, each again by itself."""
        if not self._commit_together(batch) and len(batch) > 1:
            for job in batch:
                self._commit_together([job])

    def _commit_together(self, batch: list[_Job]) -> bool:
        """One transaction for all. False: it was rolled back because a job had failed half-written."""
        try:
            with self._engine.connect() as connection:
                return self._transact(connection, batch)
        except Exception as error:  # noqa: BLE001 the writer must outlive whatever the database does
            for job in batch:
                job.error = _unavailable(error)
            return True

    def _transact(self, connection: Connection, batch: list[_Job]) -> bool:
        """Runs the batch in one transaction. False: rolled back, since a job failed after it had written."""
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            for job in batch:
                transaction = SqlTransaction(connection, self._statements)
                job.error = None
                try:
                    job.result = job.work(transaction)
                except DBAPIError:
                    raise
                except Exception as error:  # noqa: BLE001 it belongs to whoever asked for the work
                    job.error = error
                    if transaction.wrote:
                        connection.exec_driver_sql("ROLLBACK")
                        return False
            connection.exec_driver_sql("COMMIT")
        except DBAPIError:
            if connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
                connection.exec_driver_sql("ROLLBACK")
            raise
        return True

    def _answer(self, batch: list[_Job]) -> None:
        def resolve() -> None:
            for job in batch:
                job.resolve()

        try:
            batch[0].loop.call_soon_threadsafe(resolve)
        except RuntimeError:  # the loop has ended; nobody waits any more
            log.debug("writes answered after the loop had ended", count=len(batch))


def _unavailable(error: BaseException) -> HandoffError:
    log.error("the database refused", error=type(error).__name__, why=_driver_words(error))
    return HandoffError(Code.UNAVAILABLE, "the storage cannot be used just now")


def _driver_words(error: BaseException) -> str:
    """What SQLite says of itself ("disk I/O error"), never a statement or its parameters: they hold people's words."""
    original = getattr(error, "orig", None)
    return str(original) if isinstance(original, pysqlite3.Error | stdlib_sqlite3.Error) else ""
