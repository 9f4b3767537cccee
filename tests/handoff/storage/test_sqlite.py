"""What is SQLite's own: a sound library, durability, group commit, and what happens when it cannot be written."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from contextlib import contextmanager

import pysqlite3
import pytest
from sqlalchemy import event

from handoff.errors import Code, HandoffError
from handoff.model import Agent
from handoff.ports import Conflict
from handoff.records import Process
from handoff.storage.migrate import upgrade_sqlite
from handoff.storage.sqlite import SqliteStore, StorageRefused, require_sound_library, sqlite_engine
from tests.handoff import examples

pytestmark = pytest.mark.anyio


@pytest.fixture
async def store(sqlite_file):
    made = SqliteStore(sqlite_file)
    yield made
    await made.close()


@contextmanager
def statements_of(store):
    """Every statement that the store sends while entered."""
    seen: list[str] = []

    def see(connection, cursor, statement, *rest):
        seen.append(statement)

    event.listen(store._engine, "before_cursor_execute", see)
    yield seen
    event.remove(store._engine, "before_cursor_execute", see)


class HeldWriter:
    """Holds the writer inside a first job until `release`, so that what is written meanwhile waits together."""

    def __init__(self, store):
        self._store = store
        self._holds, self._released = threading.Event(), threading.Event()

    async def __aenter__(self):
        self._held = asyncio.create_task(self._store.write(self._hold))
        await asyncio.to_thread(self._holds.wait)
        return self

    async def __aexit__(self, *_):
        self._released.set()
        await self._held

    def _hold(self, tx):
        self._holds.set()
        self._released.wait()


async def written_together(store, *works):
    """What each of `works` returns or raises, when all wait for the writer at the same time."""
    async with HeldWriter(store):
        tasks = [asyncio.create_task(store.write(work)) for work in works]
        await asyncio.sleep(0)  # each has put its work into the line
    return await asyncio.gather(*tasks, return_exceptions=True)


def adding(process):
    return lambda tx: tx.add(Process(process, 1))


async def processes(store):
    return {process.id for process in await store.read(lambda tx: tx.processes())}


# -- the library -----------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [(3, 7, 0), (3, 40, 1), (3, 51, 1), (3, 51, 2)], ids=str)
def test_a_library_that_can_corrupt_is_refused_in_one_sentence(version):
    with pytest.raises(StorageRefused) as refused:
        require_sound_library(version)
    assert str(refused.value).startswith(f"SQLite {'.'.join(map(str, version))} can corrupt")
    assert "pysqlite3>=0.6.1" in str(refused.value)


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 53, 0), (4, 0, 0)], ids=str)
def test_a_sound_library_passes(version):
    require_sound_library(version)


def test_the_library_of_this_environment_is_sound():
    require_sound_library()
    assert pysqlite3.sqlite_version_info >= (3, 53)


# -- durability ------------------------------------------------------------------------------------


def test_every_connection_writes_ahead_and_syncs_fully(sqlite_file):
    engine = sqlite_engine(sqlite_file, pool_size=2)
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            pragmas = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous")
            ]
            assert pragmas == ["wal", 2]
    engine.dispose()


async def test_the_store_itself_uses_such_connections(store):
    with statements_of(store) as seen:
        await store.write(adding("p1"))
    assert seen[0] == "BEGIN IMMEDIATE"
    assert seen[-1] == "COMMIT"


WRITING = """
import asyncio, pathlib, sys
from handoff.records import Process
from handoff.storage.sqlite import SqliteStore

async def write_for_ever():
    store = SqliteStore(pathlib.Path(sys.argv[1]))

    async def one(name):
        for number in range(10**9):
            await store.write(lambda tx: tx.add(Process(f"{name}-{number}", 1)))
            print(f"{name}-{number}", flush=True)

    await asyncio.gather(*(one(name) for name in range(8)))

asyncio.run(write_for_ever())
"""


def test_what_was_acknowledged_outlives_a_process_that_is_killed(sqlite_file):
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITING, str(sqlite_file)], stdout=subprocess.PIPE, text=True
    )
    acknowledged = [writer.stdout.readline() for _ in range(400)]
    writer.kill()
    acknowledged += writer.communicate()[0].splitlines(keepends=True)
    whole = {line.strip() for line in acknowledged if line.endswith("\n")}
    engine = sqlite_engine(sqlite_file)
    with engine.connect() as connection:
        kept = {row[0] for row in connection.exec_driver_sql("SELECT id FROM processes")}
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    engine.dispose()
    assert len(whole) >= 400
    assert whole <= kept


# -- group commit ----------------------------------------------------------------------------------


async def test_writes_that_wait_together_are_committed_at_once(store):
    names = [f"p{number}" for number in range(200)]
    with statements_of(store) as seen:
        answers = await written_together(store, *map(adding, names))
    assert set(answers) == {None}
    assert seen.count("COMMIT") == 2  # the job that held the writer, and everybody else
    assert await processes(store) == set(names)


async def test_a_write_alone_does_not_wait_for_others(store):
    with statements_of(store) as seen:
        await store.write(adding("p1"))
        await store.write(adding("p2"))
    assert seen.count("COMMIT") == 2


class Spilled(Exception):
    pass


def spilling(process):
    def work(tx):
        tx.add(Process(process, 1))
        raise Spilled

    return work


async def test_a_job_that_fails_half_written_does_not_spoil_its_batch(store):
    answers = await written_together(store, adding("p1"), spilling("p2"), adding("p3"), spilling("p4"))
    assert [type(answer) for answer in answers] == [type(None), Spilled, type(None), Spilled]
    assert await processes(store) == {"p1", "p3"}


async def test_a_job_that_is_refused_before_writing_costs_nobody_a_second_run(store):
    def refused(tx):
        raise HandoffError(Code.TAKEN, "somebody else has it")

    with statements_of(store) as seen:
        answers = await written_together(store, adding("p1"), refused, adding("p2"))
    assert answers[1].code is Code.TAKEN
    assert "ROLLBACK" not in seen
    assert await processes(store) == {"p1", "p2"}


async def test_a_conflict_in_a_batch_is_its_own(store):
    answers = await written_together(store, adding("p1"), adding("p1"), adding("p2"))
    assert [type(answer) for answer in answers] == [type(None), Conflict, type(None)]
    assert await processes(store) == {"p1", "p2"}


async def test_a_value_that_the_database_refuses_is_its_own_authors_trouble(store):
    """More than 64 bits, and half a surrogate pair, fit into no column."""
    answers = await written_together(
        store,
        adding("p1"),
        lambda tx: tx.add(Process("p2", 2**70)),
        lambda tx: tx.add(Process("\ud800", 1)),
        lambda tx: tx.save(examples.agent("nobody", capacity=None)) or tx.add(examples.agent(capacity=None)),
        adding("p3"),
    )
    assert [isinstance(answer, Exception) for answer in answers] == [False, True, True, True, False]
    assert await processes(store) == {"p1", "p3"}


async def test_work_sees_what_those_before_it_in_the_batch_wrote(store):
    answers = await written_together(store, adding("p1"), lambda tx: tx.get(Process, "p1"))
    assert answers[1] == Process("p1", 1)


async def test_readers_do_not_wait_for_the_writer_and_do_not_see_its_work(store):
    held, release = threading.Event(), threading.Event()

    def slow(tx):
        tx.add(Process("p1", 1))
        held.set()
        release.wait()

    writing = asyncio.create_task(store.write(slow))
    await asyncio.to_thread(held.wait)
    assert await processes(store) == set()
    release.set()
    await writing
    assert await processes(store) == {"p1"}


# -- when it cannot be written ---------------------------------------------------------------------


def a_file_in_the_way(tmp_path):
    (tmp_path / "data").write_text("")
    return tmp_path / "data" / "vuoro.db"


def a_folder_in_the_way(tmp_path):
    (tmp_path / "vuoro.db").mkdir()
    return tmp_path / "vuoro.db"


def something_else(tmp_path):
    (tmp_path / "vuoro.db").write_bytes(b"this is a letter, not a database. " * 100)
    return tmp_path / "vuoro.db"


@pytest.mark.parametrize("place", [a_file_in_the_way, a_folder_in_the_way, something_else])
def test_a_place_that_cannot_be_written_is_refused_in_one_sentence(tmp_path, place):
    path = place(tmp_path)
    with pytest.raises(StorageRefused) as refused:
        upgrade_sqlite(path)
    assert str(path) in str(refused.value)
    assert "--data" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_what_was_there_instead_is_left_as_it_was(tmp_path):
    path = something_else(tmp_path)
    before = path.read_bytes()
    with pytest.raises(StorageRefused):
        upgrade_sqlite(path)
    assert path.read_bytes() == before


@pytest.fixture
async def full_disk(sqlite_file):
    """A store whose database cannot grow."""
    made = SqliteStore(sqlite_file)

    @event.listens_for(made._engine, "connect")
    def _limit(connection, _):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    yield made
    await made.close()


def growing(tx):
    for number in range(100):
        tx.add(examples.visitor(f"visitor {number}", name="x" * 1000))


async def test_a_full_disk_makes_writes_unavailable_and_reads_go_on(full_disk):
    with pytest.raises(HandoffError) as refused:
        await full_disk.write(growing)
    assert refused.value.code is Code.UNAVAILABLE
    assert refused.value.retryable
    assert await full_disk.read(lambda tx: tx.visitor_by_token("hash of visitor 0")) is None


async def test_the_writer_outlives_a_full_disk(full_disk):
    with pytest.raises(HandoffError):
        await full_disk.write(growing)
    await full_disk.write(adding("p1"))
    assert await processes(full_disk) == {"p1"}


async def test_nobody_is_told_unavailable_about_a_write_that_is_kept(full_disk):
    answers = await written_together(full_disk, adding("p1"), spilling("p2"), growing, adding("p3"))
    kept = await processes(full_disk)
    assert {
        name for name, answer in zip(("p1", "p2", "", "p3"), answers, strict=True) if answer is None
    } == kept


async def test_a_closed_store_takes_nothing_more(sqlite_file):
    made = SqliteStore(sqlite_file)
    await made.close()
    with pytest.raises(HandoffError) as refused:
        await made.write(adding("p1"))
    assert refused.value.code is Code.UNAVAILABLE


# -- another program beside it ---------------------------------------------------------------------


async def test_a_command_works_beside_the_server(sqlite_file, tmp_path):
    store = SqliteStore(sqlite_file)
    adding_agent = asyncio.create_task(
        asyncio.to_thread(
            subprocess.run,
            [
                sys.executable,
                "-m",
                "api",
                "agent",
                "add",
                "Äinö",
                "--data",
                str(tmp_path),
                "--password-stdin",
            ],
            input=b"a long enough password",
            capture_output=True,
            env=os.environ | {"PYTHONWARNINGS": "default"},
            check=False,
            timeout=60,
        )
    )
    wrote = 0
    while not adding_agent.done():
        wrote += 1
        await store.write(lambda tx, n=wrote: tx.add(Process(f"p{n}", n)))
    result = await adding_agent
    assert result.returncode == 0, result.stderr.decode()
    found = await store.read(lambda tx: (tx.agent_by_name("Äinö"), len(tx.processes())))
    assert isinstance(found[0], Agent)
    assert found[1] == wrote
    await store.close()
