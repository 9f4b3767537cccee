from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from handoff.answering import Answerer
from handoff.desk.admin import AdminDesk
from handoff.desk.agent import AgentDesk
from handoff.desk.common import Advance
from handoff.desk.visitor import VisitorDesk
from handoff.dispatcher import Dispatcher
from handoff.model import Agent, Conversation, Event, Visitor
from handoff.policy import Policy
from handoff.ports import Store
from tests.handoff.storage.conftest import migrated_file, sqlite_file, store
from tests.servers import MovableClock, ScriptedBot, phrasebook

__all__ = ["migrated_file", "sqlite_file", "store"]

PROCESS = "p1"


class Told:
    """handoff.desk.common.Signals: remembers what it was told, and has the answerer answer."""

    def __init__(self) -> None:
        self.board = self.advances = 0
        self.answerer: Answerer | None = None
        self._news = asyncio.Event()

    def advanced(self, advance: Advance) -> None:
        self.advances += 1
        self._news.set()

    def board_changed(self) -> None:
        self.board += 1

    def bot_owes(self, conversation: Conversation, only: Event | None) -> None:
        assert self.answerer is not None
        self.answerer.asked(conversation, only)

    async def more_than(self, advances: int) -> None:
        """Returns once more commits than that have made events."""
        while self.advances <= advances:
            self._news.clear()
            await self._news.wait()


class Office:
    """The use cases over one store, without sockets. `shop` is what trainers wrote."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock, self.told, self.bot, self.shop = MovableClock(), Told(), ScriptedBot(), phrasebook()
        self.policy = Policy()
        common = (store, self.shop, self.clock, self.policy, self.told)
        self.admin, self.agents, self.visitors = AdminDesk(*common), AgentDesk(*common), VisitorDesk(*common)
        self.answerer = Answerer(*common, self.bot, lambda current, _: current, lambda *_: None)
        self.told.answerer = self.answerer
        self.dispatcher = Dispatcher(self.agents, PROCESS, self.answerer.wake, lambda _: True)

    async def keep(self, *records: object) -> None:
        def work(tx):
            for record in records:
                tx.add(record)

        await self.store.write(work)

    async def arrives(self, agent: Agent) -> Agent:
        """An agent comes to work: kept, connected, online."""
        await self.keep(agent)
        return await self.agents.arrive(agent.id, PROCESS)

    async def visitor(self, lang: str = "en") -> Visitor:
        _, visitor = await self.visitors.enter(None, lang)
        return visitor

    async def conversation(self, visitor: Visitor) -> Conversation:
        found = await self.store.read(lambda tx: tx.last_conversation(visitor.id))
        assert found is not None
        return found

    async def last(self, visitor: Visitor) -> Event:
        """The last event of the visitor's conversation."""
        found = await self.conversation(visitor)
        (event,) = await self.store.read(lambda tx: tx.events(found.id, found.last_seq - 1, 1))
        return event


@pytest.fixture
async def office(store: Store) -> AsyncIterator[Office]:
    made = Office(store)
    yield made
    await made.answerer.stop()
