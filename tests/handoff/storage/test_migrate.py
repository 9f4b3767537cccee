"""Migrations: from nothing to what tables.py says, on both databases, and safe to start twice."""

from __future__ import annotations

import subprocess
import sys

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from handoff.model import Agent, Conversation, State, Visitor
from handoff.records import Session, Site
from handoff.storage.migrate import MIGRATIONS, newest_schema, upgrade_postgres, upgrade_sqlite
from handoff.storage.postgres import PostgresStore
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


# -- from the schema before to this one ----------------------------------------------------------------


def migrate_to(engine, revision):
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


OLD = {
    "visitors": {"id": "aino", "token_hash": "hash of aino", "lang": "fi", "created_at": 1, "name": "Aino"},
    "conversations": {
        "id": "c1",
        "visitor": "aino",
        "lang": "fi",
        "opened_at": 2,
        "state": "queued",
        "fence": 2,
        "last_seq": 1,
        "visitor_seq": 1,
        "moved_seq": 1,
        "reason": "visitor_asked",
        "queued_at": 3,
        "front": False,
        "misses": 1,
        "answered_seq": 0,
        "told_starting": False,
        "told_nobody": True,
        "last_text": "missä pakettini on?",
        "page": '{"url":"https://shop.example/"}',
    },
    "agents": {
        "id": "liisa",
        "name": "Liisa",
        "role": "admin",
        "skills": "[]",
        "languages": '["fi"]',
        "capacity": 3,
        "password_hash": "$argon2id$",
        "idle_since": 1,
        "status": "online",
        "disabled": False,
        "created_at": 1,
    },
    "sessions": {"token_hash": "h", "agent": "liisa", "csrf": "x", "expires_at": 9},
}
"""Rows as a process of schema 0001 writes them."""


def write_old(engine):
    """INSERTs with the columns of 0001 and no others."""
    with engine.begin() as connection:
        for table, row in OLD.items():
            names = ", ".join(row)
            values = ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request, tmp_path):
    """An engine, how to upgrade what it leads to, and how to open a store there."""
    if request.param == "sqlite":
        path = tmp_path / "vuoro.db"
        engine, parts = sqlite_engine(path), (lambda: upgrade_sqlite(path), lambda: SqliteStore(path))
    else:
        url = request.getfixturevalue("postgres_url")
        engine, parts = create_engine(url), (lambda: upgrade_postgres(url), lambda: PostgresStore(url))
    yield engine, *parts
    engine.dispose()


async def test_what_the_schema_before_held_is_still_there(database):
    engine, upgrade, open_store = database
    migrate_to(engine, "0001")
    write_old(engine)
    upgrade()
    assert differences(engine) == []
    store = open_store()

    def everything(tx):
        return (
            tx.get(Visitor, "aino"),
            tx.get(Conversation, "c1"),
            tx.get(Agent, "liisa"),
            tx.sessions_of("liisa"),
        )

    visitor, conversation, agent, sessions = await store.read(everything)
    assert visitor == Visitor("aino", "hash of aino", "fi", 1, "Aino", None, None)
    assert (conversation.state, conversation.last_text, conversation.offered) == (
        State.QUEUED,
        "missä pakettini on?",
        {},
    )
    assert (agent.name, sessions) == ("Liisa", [Session("h", "liisa", "x", 9)])
    assert await store.read(lambda tx: tx.get(Site, "site")) is None
    await store.close()


async def test_a_process_of_the_version_before_may_go_on_writing(database):
    engine, upgrade, open_store = database
    migrate_to(engine, "0001")
    upgrade()
    write_old(engine)  # without `offered`, `email` and `customer`
    store = open_store()

    def read(tx):
        return tx.get(Conversation, "c1").offered, tx.get(Visitor, "aino").customer

    assert await store.read(read) == ({}, None)
    await store.close()


def test_what_runs_here_knows_which_schema_it_needs(database):
    engine, upgrade, _ = database
    upgrade()
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == newest_schema()
