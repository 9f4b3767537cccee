"""Whether everything is well (GET /api/status)."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handoff.errors import Code, HandoffError
from handoff.model import Item, Role, Status
from handoff.records import Link, Presence
from handoff.storage.memory import MemoryStore
from tests.api.conftest import Site
from tests.handoff import examples
from tests.servers import PASSWORD, password_hash

pytestmark = pytest.mark.anyio

PARTS = ("bot", "database", "bus", "queue", "people", "disk")


async def status(person):
    answer = await person.get("/api/status")
    assert answer.status_code == 200
    body = answer.json()
    assert [part["name"] for part in body["parts"]] == list(PARTS)
    assert body["ok"] == all(part["state"] == "ok" for part in body["parts"])
    return body | {part["name"]: part for part in body["parts"]}


async def keep(site, *records):
    def work(tx):
        for record in records:
            tx.add(record)

    await site.store.write(work)


async def test_with_somebody_online_everything_is_well(site, root):
    await keep(site, examples.agent("liisa"), Presence("p1", "liisa"))
    found = await status(root)
    assert found["ok"]
    assert {found[part]["state"] for part in PARTS} == {"ok"}
    assert found["bot"]["facts"] == {"state": "ready"}
    assert found["bus"]["facts"] == {"kind": "memory"}


async def test_it_says_what_runs(root):
    versions = (await status(root))["versions"]
    assert {"vuoro", "python", "rasa", "schema"} <= set(versions)
    assert versions["rasa"].startswith("3.")
    assert versions["schema"] == "0002"
    assert all(isinstance(value, str) and value for value in versions.values())


@pytest.mark.parametrize(
    ("event", "said", "state"),
    [("starting", "starting", "warning"), ("goes_down", "down", "down"), ("becomes_ready", "ready", "ok")],
)
async def test_it_says_how_the_bot_is(site, root, event, said, state):
    getattr(site.bot, event)()
    bot = (await status(root))["bot"]
    assert (bot["state"], bot["facts"]["state"]) == (state, said)


async def test_the_database_is_tried_with_a_real_commit_that_leaves_nothing_behind(site, root):
    before = dict(site.store._rows)
    database = (await status(root))["database"]
    assert database["facts"]["commit_ms"] >= 0
    assert database["facts"]["kind"] == "SQLite"
    assert not site.store._rows[Link]
    assert before.keys() == site.store._rows.keys()


async def test_it_counts_who_waits_how_long_and_what_was_left(site, root):
    now = site.clock()
    await keep(
        site,
        examples.queued("c1", "aino", at=now - 30_000),
        examples.queued("c2", "eino", at=now - 10_000),
        examples.left_message("c3", "v3", at=now),
        examples.left_message("c4", "v4", at=now, kind=Item.CALLBACK),
        examples.left_message("c5", "v5", at=now, kind=Item.CALLBACK),
    )
    queue = (await status(root))["queue"]
    assert queue["facts"].pop("longest_s") in (30, 31, 32)
    assert (queue["state"], queue["facts"]) == ("ok", {"waiting": 2, "messages": 1, "callbacks": 2})


async def test_a_wait_past_the_promise_is_a_warning(site, root):
    await keep(site, examples.queued("c1", at=site.clock() - 61_000))
    assert (await status(root))["queue"]["state"] == "warning"


async def test_it_counts_who_is_there(site, root):
    people = [
        examples.agent("liisa"),
        examples.agent("matti", status=Status.BUSY),
        examples.agent("kalle", status=Status.AWAY),
        examples.agent("not there"),
        examples.agent("disabled", disabled=True),
    ]
    here = [Presence("p1", agent) for agent in ("liisa", "matti", "kalle", "disabled")]
    await keep(site, *people, *here, Presence("p2", "liisa"), examples.owned(people[0], "c1"))
    facts = (await status(root))["people"]
    assert (facts["state"], facts["facts"]) == ("ok", {"online": 1, "busy": 1, "away": 1, "open": 1})


HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.mark.parametrize(("weekday", "state"), [(0, "warning"), (6, "ok")], ids=["Monday", "Sunday"])
async def test_nobody_online_is_a_warning_while_people_should_be_there(site, log_in, weekday, state):
    now = datetime.fromtimestamp(site.clock() / 1000, HELSINKI)
    ahead = now.replace(hour=10, minute=0) + timedelta(days=7 + weekday - now.weekday())
    site.clock.advance((ahead - now).total_seconds())
    found = await status(await log_in("Root", Role.ADMIN))
    assert (found["people"]["state"], found["people"]["facts"]["online"]) == (state, 0)


async def test_it_says_how_much_room_is_left(root):
    assert (await status(root))["disk"]["facts"]["free_bytes"] > 0


class Ailing(MemoryStore):
    """A database that stops answering well once told to; the session, read first, still is."""

    ails = None

    async def write(self, *work):
        if self.ails is not None:
            await self.ails()
        return await super().write(*work)


async def refuses():
    raise HandoffError(Code.UNAVAILABLE, "the storage cannot be used just now")


async def hangs():
    await asyncio.Event().wait()


@pytest.mark.parametrize("ails", [refuses, hangs])
async def test_a_database_that_cannot_be_written_is_down_and_the_rest_is_told(tmp_path, ails):
    site = Site(tmp_path, Ailing())
    await keep(site, examples.agent("root", name="Root", role=Role.ADMIN, password_hash=password_hash()))
    async with site.browser() as browser:
        await browser.post("/api/session", json={"name": "Root", "password": PASSWORD})
        site.store.ails = ails
        answer = (await browser.get("/api/status")).json()
    parts = {part["name"]: part["state"] for part in answer["parts"]}
    assert (parts["database"], parts["bot"], answer["ok"]) == ("down", "ok", False)
