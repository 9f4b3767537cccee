"""Whoever may be here no longer is out within two seconds, whoever said so and wherever."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from api.connection import Connection
from api.hub import REVOKED, Hub
from api.outbox import Outbox
from api.settings import Settings
from api.site import SiteNow
from api.upkeep import LOOK_SECONDS, Upkeep
from handoff.desk.admin import AdminDesk
from handoff.errors import Code, HandoffError
from handoff.model import Agent, agent_key
from handoff.policy import Policy
from handoff.records import Session, Site
from handoff.storage.memory import MemoryStore
from tests.handoff import examples
from tests.servers import MovableClock, phrasebook

pytestmark = pytest.mark.anyio

HOUR_MS = 3_600_000
SOON = 10.0  # seconds; far more than it takes


class Silent:
    """handoff.desk.common.Signals that nobody listens to."""

    def advanced(self, advance): ...
    def board_changed(self): ...
    def bot_owes(self, conversation, only): ...


class Moody(MemoryStore):
    """A database that can be out for a while."""

    out = False

    def __init__(self):
        super().__init__()
        self.failed = asyncio.Event()

    async def read(self, work):
        if self.out:
            self.failed.set()
            raise HandoffError(Code.UNAVAILABLE, "the storage cannot be used just now")
        return await super().read(work)


class House:
    def __init__(self):
        self.store, self.clock, self.hub, self.shop = Moody(), MovableClock(), Hub(), phrasebook()
        desk = AdminDesk(self.store, self.shop, self.clock, Policy(), Silent())
        self.site = SiteNow(desk, self.shop, Settings(), "Kaarna")
        self.upkeep = Upkeep(self.hub, self.store, self.site, self.clock)

    async def keep(self, *records):
        def work(tx):
            for record in records:
                tx.add(record)

        await self.store.write(work)

    async def change(self, record, key, **changes):
        def work(tx):
            tx.save(replace(tx.get(record, key), **changes))

        await self.store.write(work)

    async def connects(self, agent, session):
        """An agent's socket under a session that lives an hour."""
        if await self.store.read(lambda tx: tx.get(Session, session)) is None:
            await self.keep(Session(session, agent, "x", self.clock() + HOUR_MS))
        connection = Connection(agent_key(agent), agent, True, Outbox(), session)
        self.hub.add(connection)
        return connection


@pytest.fixture
async def house():
    made = House()
    await made.keep(examples.agent("liisa"), examples.agent("matti"))
    return made


def closed(connection):
    return connection.outbox.closing


async def test_those_whose_session_holds_stay(house):
    liisa = await house.connects("liisa", "h1")
    await house.upkeep.end_sessions()
    assert closed(liisa) is None


async def test_a_session_that_ended_takes_its_sockets_along_and_no_others(house):
    tabs = [await house.connects("liisa", "h1") for _ in range(2)]
    others = [await house.connects("liisa", "h2"), await house.connects("matti", "h3")]
    await house.store.write(lambda tx: tx.remove(Session, "h1"))
    await house.upkeep.end_sessions()
    assert [closed(tab) for tab in tabs] == [REVOKED, REVOKED]
    assert [closed(other) for other in others] == [None, None]


async def test_a_session_that_expires_ends(house):
    liisa = await house.connects("liisa", "h1")
    house.clock.advance(3_599)
    await house.upkeep.end_sessions()
    assert closed(liisa) is None
    house.clock.advance(2)
    await house.upkeep.end_sessions()
    assert closed(liisa) == REVOKED


async def test_whoever_is_disabled_by_another_hand_is_out(house):
    liisa, matti = await house.connects("liisa", "h1"), await house.connects("matti", "h2")
    await house.change(Agent, "liisa", disabled=True)
    await house.upkeep.end_sessions()
    assert (closed(liisa), closed(matti)) == (REVOKED, None)


async def test_visitors_have_no_session_and_stay(house):
    visitor = Connection("v:aino", "aino", False, Outbox())
    house.hub.add(visitor)
    await house.upkeep.end_sessions()
    assert closed(visitor) is None


async def test_with_nobody_connected_the_database_is_left_alone(house):
    house.store.out = True
    await house.upkeep.end_sessions()


async def test_it_is_looked_at_often_enough_and_goes_on_after_the_database_was_out(house):
    assert LOOK_SECONDS <= 1.5
    await house.site.refresh()
    liisa = await house.connects("liisa", "h1")
    house.store.out = True
    running = asyncio.create_task(house.upkeep.run())
    try:
        async with asyncio.timeout(SOON):
            await house.store.failed.wait()
        assert not running.done()
        assert closed(liisa) is None
        house.store.out = False
        await house.change(Site, "site", name="Kuusi")
        await house.store.write(lambda tx: tx.remove(Session, "h1"))
        async with asyncio.timeout(SOON):
            await liisa.outbox.wait_closed()
        assert closed(liisa) == REVOKED
        assert house.site.current.name == "Kuusi"
        assert house.shop.fact("name", "en") == "Kuusi"
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
