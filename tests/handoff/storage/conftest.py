from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

from handoff.ports import Store
from handoff.storage.memory import MemoryStore
from handoff.storage.migrate import upgrade_sqlite
from handoff.storage.postgres import PostgresStore
from handoff.storage.sqlite import SqliteStore

T = TypeVar("T")
Opens = Callable[[], AbstractAsyncContextManager[Store]]


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "vuoro.db"
    upgrade_sqlite(path)
    return path


@pytest.fixture
def sqlite_file(migrated_file: Path, tmp_path: Path) -> Path:
    """A database file of the test's own, with the newest schema."""
    return Path(shutil.copy(migrated_file, tmp_path / "vuoro.db"))


@pytest.fixture(params=["sqlite", "postgres"])
def open_store(request: pytest.FixtureRequest) -> Opens:
    """Opens a store that outlives its process, until the block ends; each time another one on the same database."""
    if request.param == "sqlite":
        path = request.getfixturevalue("sqlite_file")
        return lambda: _closing(SqliteStore(path))
    url = request.getfixturevalue("postgres_migrated_url")
    return lambda: _closing(PostgresStore(url))


@asynccontextmanager
async def _closing(store: Store) -> AsyncIterator[Store]:
    try:
        yield store
    finally:
        await store.close()


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    """Each of the stores, empty."""
    match request.param:
        case "memory":
            made: Store = MemoryStore()
        case "sqlite":
            made = SqliteStore(request.getfixturevalue("sqlite_file"))
        case _:
            made = PostgresStore(request.getfixturevalue("postgres_migrated_url"))
    yield made
    await made.close()


def in_another_process(task: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Runs `task` to its end on a thread and a loop of its own, as another process would; may be called anywhere."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(task())).result()
