"""The store for more than one process: PostgreSQL through psycopg's async driver, a pool, row locks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from handoff.errors import Code, HandoffError
from handoff.ports import Conflict, R, Transaction
from handoff.storage.sql import SqlTransaction
from handoff.storage.statements import Statements

TRIES = 6
RETRY_STATES = frozenset({"40001", "40P01"})  # serialization failure, deadlock detected
log = structlog.get_logger(__name__)


class PostgresStore:
    """Implements `handoff.ports.Store`. `work` runs in SQLAlchemy's greenlet: the same code serves both stores."""

    def __init__(self, url: str, pool_size: int = 10) -> None:
        self._engine = create_async_engine(url, pool_size=pool_size, max_overflow=0, pool_pre_ping=True)
        self._closed = False
        self._under_way = 0
        self._writing: set[asyncio.Task[Any]] = set()
        self._idle = asyncio.Event()
        # One snapshot a read: what its queries see is one moment.
        self._snapshots = self._engine.execution_options(isolation_level="REPEATABLE READ")
        self._locking = Statements(self._engine.dialect, locking=True)
        self._reading = Statements(self._engine.dialect, locking=False)

    async def write(self, work: Callable[[Transaction], R], then: Callable[[R], None] | None = None) -> R:
        # A task of its own: who asked may be cancelled, a transaction under way may not.
        writing = asyncio.create_task(self._write(work, then))
        self._writing.add(writing)
        writing.add_done_callback(self._written)
        return await asyncio.shield(writing)

    def _written(self, writing: asyncio.Task[Any]) -> None:
        self._writing.discard(writing)
        if not writing.cancelled():
            writing.exception()  # who asked may be gone by now, and then it is nobody's

    async def _write(self, work: Callable[[Transaction], R], then: Callable[[R], None] | None) -> R:
        result = await self._try(work)
        if then is not None:
            then(result)
        return result

    async def _try(self, work: Callable[[Transaction], R]) -> R:
        for attempt in range(TRIES):
            try:
                return await self._run(self._engine, work, self._locking)
            except Conflict:
                if attempt == TRIES - 1:
                    raise
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in RETRY_STATES or attempt == TRIES - 1:
                    raise _unavailable(error) from error
        raise AssertionError("unreachable")

    async def read(self, work: Callable[[Transaction], R]) -> R:
        try:
            return await self._run(self._snapshots, work, self._reading)
        except DBAPIError as error:
            raise _unavailable(error) from error

    async def close(self) -> None:
        self._closed = True
        if self._under_way:
            await self._idle.wait()
        await self._engine.dispose()

    async def _run(self, engine: AsyncEngine, work: Callable[[Transaction], R], statements: Statements) -> R:
        def run(connection: Connection) -> R:
            return work(SqlTransaction(connection, statements))

        if self._closed:
            raise HandoffError(Code.UNAVAILABLE, "the service is stopping")
        self._under_way += 1
        self._idle.clear()
        try:
            async with engine.begin() as connection:
                return await connection.run_sync(run)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()


def _unavailable(error: DBAPIError) -> HandoffError:
    log.error(
        "the database refused", error=type(error.orig).__name__, state=getattr(error.orig, "sqlstate", None)
    )
    return HandoffError(Code.UNAVAILABLE, "the storage cannot be used just now")
