"""Migrations: from nothing to what tables.py says, on both databases, and safe to start twice."""

from __future__ import annotations

import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from handoff.storage.migrate import upgrade_postgres, upgrade_sqlite
from handoff.storage.sqlite import SqliteStore, StorageRefused, sqlite_engine
from handoff.storage.tables import metadata
from tests.handoff import examples

pytestmark = pytest.mark.anyio


def differences(engine):
    with engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection, {"compare_type": True}), metadata)


def indexes(engine, query):
    with engine.connect() as connection:
        return dict(connection.execute(text(query)).all())


def test_an_empty_sqlite_becomes_what_the_tables_say(tmp_path):
    upgrade_sqlite(tmp_path / "vuoro.db")
    engine = sqlite_engine(tmp_path / "vuoro.db")
    assert differences(engine) == []
    assert (
        "WHERE state <> 'closed'"
        in indexes(engine, "SELECT name, sql FROM sqlite_master WHERE type = 'index'")[
            "one_open_conversation"
        ]
    )
    engine.dispose()


def test_an_empty_postgres_becomes_what_the_tables_say(postgres_url):
    upgrade_postgres(postgres_url)
    engine = create_engine(postgres_url)
    assert differences(engine) == []
    assert (
        "WHERE (state <> 'closed'"
        in indexes(engine, "SELECT indexname, indexdef FROM pg_indexes")["one_open_conversation"]
    )
    engine.dispose()


async def test_a_second_upgrade_changes_nothing(tmp_path):
    path = tmp_path / "vuoro.db"
    upgrade_sqlite(path)
    store = SqliteStore(path)
    await store.write(lambda tx: tx.add(examples.visitor()))
    upgrade_sqlite(path)
    assert await store.read(lambda tx: tx.visitor_by_token("hash of aino")) == examples.visitor()
    await store.close()


def test_an_upgrade_of_postgres_leaves_no_session_and_no_lock_behind(postgres_url):
    upgrade_postgres(postgres_url)
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        others = connection.execute(
            text(
                "SELECT pid FROM pg_locks JOIN pg_stat_activity USING (pid)"
                " WHERE locktype = 'advisory' AND datname = current_database()"
            )
        )
        assert others.all() == []
    engine.dispose()


def starting_together(function, place):
    """Three processes that begin at the same time with `function` of handoff.storage.migrate."""
    program = (
        "import sys, pathlib; from handoff.storage.migrate import *;"
        f"print('ready', flush=True); sys.stdin.readline(); {function}(sys.argv[1])"
    ).replace("upgrade_sqlite(sys.argv[1])", "upgrade_sqlite(pathlib.Path(sys.argv[1]))")
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(place)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in processes:
        process.stdout.readline()
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    return [(process.communicate(timeout=60)[1], process.returncode) for process in processes]


def test_processes_that_start_together_upgrade_postgres_one_after_the_other(postgres_url):
    assert starting_together("upgrade_postgres", postgres_url) == [("", 0)] * 3
    engine = create_engine(postgres_url)
    assert differences(engine) == []
    engine.dispose()


def test_programs_that_start_together_upgrade_sqlite_one_after_the_other(tmp_path):
    assert starting_together("upgrade_sqlite", tmp_path / "vuoro.db") == [("", 0)] * 3
    engine = sqlite_engine(tmp_path / "vuoro.db")
    assert differences(engine) == []
    engine.dispose()


def test_a_postgres_that_does_not_answer_is_refused_in_one_sentence():
    with pytest.raises(StorageRefused) as refused:
        upgrade_postgres("postgresql+psycopg://nobody@127.0.0.1:9/nothing?connect_timeout=2")
    assert "VUORO_DATABASE_URL" in str(refused.value)
    assert "\n" not in str(refused.value)
